export const shared = {
  title: 'Mit Ihnen geteilt',
  until: 'Dieser Link ist offen bis {{until}}',
  born: 'geboren {{date}}',
  view: 'Bilder ansehen',
  download: 'Herunterladen',
  zip: 'Zip mit DICOM-Dateien',
  disc: 'Abbild einer Disc (ISO)',
  all: 'Alles herunterladen',
  files: 'Dateien neben den Bildern',
  viewOnly: 'Diese Bilder sind nur zum Ansehen: Ihre Dateien werden nicht herausgegeben.',
  nameHidden: 'Name verborgen',
  identityHidden:
    'Wer diesen Link geschickt hat, verbirgt, wessen Bilder es sind. Sie sind nur zum Ansehen; Befunde, Dokumente und Bildschirmfotos werden nicht gezeigt.',
  notDiagnostic: 'Ob dieser Bildschirm für eine Diagnose reicht, beurteilen Sie.',
  nothing: 'Hier ist nichts mehr',
  nothingMeaning: 'Was der Link zeigte, wurde entfernt. Fragen Sie, wer ihn geschickt hat.',
  over: 'Dieser Link ist nicht mehr offen',
  overMeaning: 'Er ist abgelaufen oder wurde zurückgenommen. Bitten Sie um einen neuen.',
  ownAccount: 'Sie sind als {{name}} angemeldet',
  ownAccountMeaning:
    'Ein angemeldeter Browser zeigt, was das Konto sieht. Melden Sie sich ab, um zu sehen, was der Link zeigt, oder öffnen Sie ihn in einem privaten Fenster.',
  logOut: 'Abmelden und den Link öffnen',
} as const;
