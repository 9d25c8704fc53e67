/** The page of the frameworks' tests as React renders it: numbers in every place where a framework may touch them again. */
import { lazy, Suspense, useState } from "react";
import { createPortal } from "react-dom";
import { PhoneNumber, useNumber } from "ringtrail/react";

const Late = lazy(() => import("./late.tsx"));

export function App() {
  const [count, setCount] = useState(0);
  const [items, setItems] = useState(["a", "b", "c"]);
  const [other, setOther] = useState(false);
  const [on, setOn] = useState(true);
  const [portal, setPortal] = useState(false);
  return (
    <main id="main">
      <a id="call" href="tel:+442079460000">
        020 7946 0000
      </a>
      <p id="mixed">Call 020 7946 0000, asked {count} times</p>
      <p id="written" title={`020 7946 0000 (${count})`}>{`Ask 020 7946 0000 (${count})`}</p>
      <p id="other">{other ? "020 7946 0001" : "020 7946 0000"}</p>
      <ul id="list">
        {items.map((item) => (
          <li key={item} id={item}>
            020 7946 0001 {item}
          </li>
        ))}
      </ul>
      {on && <p id="toggled">020 7946 0000</p>}
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: shops show the texts of their CMS like this. */}
      <div id="html" dangerouslySetInnerHTML={{ __html: "<p>020 7946 0000</p>" }} />
      <p id="hook">{useNumber(other ? "020-7946-0001" : "020-7946-0000")}</p>
      <PhoneNumber id="component" target="+442079460000">
        (020) 7946 0000
      </PhoneNumber>
      <Suspense fallback={<p>…</p>}>
        <p id="beside">020 7946 0000</p>
        <Late />
      </Suspense>
      {portal && createPortal(<p id="portal">020 7946 0000</p>, document.body)}
      <button id="do-count" type="button" onClick={() => setCount(count + 1)} />
      <button id="do-other" type="button" onClick={() => setOther(!other)} />
      <button id="do-reverse" type="button" onClick={() => setItems([...items].reverse())} />
      <button id="do-drop" type="button" onClick={() => setItems(items.slice(1))} />
      <button id="do-toggle" type="button" onClick={() => setOn(!on)} />
      <button id="do-portal" type="button" onClick={() => setPortal(!portal)} />
    </main>
  );
}
