(() => {
  let wanted = 'dark';
  try {
    wanted = localStorage.getItem('alembicore.theme') || 'dark';
  } catch {
    wanted = 'dark';
  }
  const light =
    wanted === 'light' || (wanted === 'system' && matchMedia('(prefers-color-scheme: light)').matches);
  document.documentElement.dataset.theme = light ? 'light' : 'dark';
})();
