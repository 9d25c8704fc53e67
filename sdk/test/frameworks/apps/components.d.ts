/** What the frameworks' own tools make of their component files, as far as the apps' entries need to know. */
declare module "*.vue" {
  const component: import("vue").Component;
  export default component;
}
declare module "*.svelte" {
  const component: import("svelte").Component;
  export default component;
}
