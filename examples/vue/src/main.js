import { init } from "ringtrail";
import { createApp } from "vue";
import App from "./app.vue";

init({ site: "demo", host: "http://localhost:8787" });

createApp(App).mount("#app");
