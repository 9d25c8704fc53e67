/** Ways to come to the shop, ready made. */

const WAYS: [name: string, query: string][] = [
  ["Google ad", "utm_source=google&utm_medium=cpc&utm_campaign=brand&utm_term=crm&gclid=demo-gclid"],
  ["Newsletter", "utm_source=newsletter&utm_medium=email&utm_campaign=autumn-sale&utm_content=top-banner"],
  ["Yandex ad", "utm_source=yandex&utm_medium=cpc&utm_campaign=велосипеды&utm_term=купить велосипед&yclid=demo-yclid"],
  ["No advertisement", ""],
];

export function AdLinks() {
  return (
    <section aria-label="Arrive again">
      <h2>Arrive from</h2>
      <p class="rt-links">
        {WAYS.map(([name, query]) => (
          <a key={name} href={`/demo/${query && `?${encodeURI(query)}`}`}>
            {name}
          </a>
        ))}
      </p>
    </section>
  );
}
