/** Where there is nothing yet: what would be here, and the way to it. */
export function EmptyState({ text, link }: { text: string; link: { href: string; text: string } }) {
  return (
    <div class="empty-state">
      <p class="empty">{text}</p>
      <a class="button" href={link.href}>
        {link.text}
      </a>
    </div>
  );
}
