/** What stands in the file before anybody wrote it. */
export const newFile = `# What the archive does by itself. Change it here or in the browser; it is taken into use when it is right.
#
# A tree is a live view of the archive as folders:
#
# trees:
#   by-physician:
#     folder: /nas/imaging
#     names: "{ReferringPhysicianName|unknown}/{StudyDate:YYYY-MM-DD} {PatientID}/{SeriesNumber:03} {SeriesDescription}/{InstanceNumber:05}.dcm"
#     if:
#       Modality: [CT, MR]
#
# An inbox takes in what scanners and people put into a folder:
#
# inboxes:
#   scanner-share:
#     folder: /nas/incoming
#     taken: delete
#
# Retention puts what is old into the trash, to keep space free:
#
# retention:
#   old-trial:
#     if:
#       label: trial
#     olderThanDays: 365
#     whenFullerThan: 85
#     untilBelow: 75
#     on: false
#
# A rule does something when something happens:
#
# rules:
#   convert-mr:
#     when: series quiet
#     if:
#       Modality: MR
#     do:
#       - nifti: keep
#       - label: converted
#
# A schedule fetches from a node again and again:
#
# schedules:
#   nightly:
#     at: "0 1 * * *"
#     timeZone: Europe/Berlin
#     retrieve:
#       node: hospital
#       studies:
#         StudyDate: yesterday
#         ModalitiesInStudy: [CT, MR]
`;
