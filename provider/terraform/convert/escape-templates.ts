/** For Terraform `${` and `%{` begin an expression: doubled, they are only text. */
export function escapeTemplates(text: string): string {
  return text.replaceAll(/[$%]\{/g, (start) => `${start[0]}${start}`);
}
