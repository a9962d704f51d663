export const ESCAPE = 0x1b;

const CONTROLS = [0x09, 0x0a, 0x0c, 0x0d];
const MULTI_VALUED = [...CONTROLS, 0x5c];
const PERSON_NAME = [...MULTI_VALUED, 0x5e, 0x3d];

/** The VRs whose text (0008,0005) governs (PS3.5 6.1.2.3), and the characters that reset the active sets in each. */
const delimitersOfVr: Readonly<Record<string, readonly number[]>> = {
  ...{ SH: MULTI_VALUED, LO: MULTI_VALUED, UC: MULTI_VALUED, PN: PERSON_NAME },
  ...{ ST: CONTROLS, LT: CONTROLS, UT: CONTROLS },
};

/** Undefined for a VR that is always written in the default repertoire. */
export function delimitersOf(vr: string): readonly number[] | undefined {
  return delimitersOfVr[vr];
}
