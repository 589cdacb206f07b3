/** Of this virtual user: each is a process, and plays once. */
export default { scenario: { iterationInTest: Number(process.env.LOADTEST_USER ?? 0) } };
