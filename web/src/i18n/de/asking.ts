export const asking = {
  title: 'Mit einem Link um Bilder bitten',
  meaning:
    'Eine Klinik oder Praxis öffnet den Link im Browser und legt dort eine CD oder Dateien ab. Sie braucht kein Konto und sieht nichts von dem, was hier liegt.',
  where: 'Wohin sie kommen',
  collection: 'Sammlung',
  newInbox: 'Eine neue: {{name}}',
  noCollection:
    'Was geschickt wird, kommt in eine Sammlung, und es gibt keine, in die Sie andere schicken lassen dürfen. Eine Administratorin legt eine an.',
  example: 'Bilder vom Knie, aus der Klinik in Bonn',
  atMost: 'Nimmt höchstens',
  ask: 'Um Bilder bitten',
  ofSomebody: 'Bilder von {{name}}',
} as const;
