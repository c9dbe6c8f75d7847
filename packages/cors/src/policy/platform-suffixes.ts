/** Platforms that give every customer a name, and are not in the Public Suffix List. */
export const platforms = `
a.run.app cloudapp.azure.com codesandbox.io glitch.me loca.lt localtunnel.me nip.io on.aws railway.app sourceforge.io
sslip.io stackblitz.io tumblr.com webcontainer.io weebly.com wordpress.com wpengine.com
`;
