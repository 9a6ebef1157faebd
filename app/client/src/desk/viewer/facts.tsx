/** What a file says of itself, such as the camera or the author; empty ones are left out. */
export function Facts({ facts }: { readonly facts: readonly (readonly [label: string, value: string])[] }) {
  const said = facts.filter(([, value]) => value !== "");
  if (said.length === 0) return null;
  return (
    <dl class="file-facts">
      {said.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd><bdi>{value}</bdi></dd>
        </div>
      ))}
    </dl>
  );
}
