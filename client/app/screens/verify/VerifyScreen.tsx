export default function VerifyScreen(_props: { table: string | null; game: number | null }) {
  return null;
}
