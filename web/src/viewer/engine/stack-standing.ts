/** How the images of a viewport stand, and whether anybody moved them since: each as it has to before it is turned by hand. */
import type { StackViewport, Types } from '@cornerstonejs/core';
import { stand } from './look.ts';
import { isSameView } from './presentation.ts';
import type { SeriesImages } from './series-images.ts';
import { placeOf } from './stack-state.ts';
import { isSameStanding, plainStanding, type Standing, standingOf } from './standing.ts';

interface Stood {
  readonly standing: Standing;
  /** Of the image. */
  readonly size?: string;
  readonly view?: Types.ViewPresentation;
}

/** As a picture is opened. */
const fittedView: Types.ViewPresentation = { flipHorizontal: false };

export class StackStanding {
  readonly #viewport: StackViewport;
  readonly #images: SeriesImages;
  /** How it stood before anybody moved it. */
  #stood: Stood = { standing: plainStanding };

  constructor(viewport: StackViewport, images: SeriesImages) {
    this.#viewport = viewport;
    this.#images = images;
  }

  /** Whether nobody moved, turned or enlarged it. */
  get isUntouched(): boolean {
    return isSameView(this.#stood.view ?? fittedView, this.#viewport.getViewPresentation());
  }

  /** The whole image that is seen, where it stands; nothing before one is seen. */
  fit(): void {
    if (!this.#viewport.getCornerstoneImage()) return;
    this.#stand(this.#standing);
    this.#viewport.render();
  }

  /** A picture that stands otherwise than the one before, or is of another size: that was turned and moved, and not this one. */
  standAsNew(): void {
    const standing = this.#standing;
    const isSameSize = standing.edge === undefined || this.#stood.size === this.#size;
    if (isSameSize && isSameStanding(standing, this.#stood.standing)) return;
    this.#stand(standing);
    this.#viewport.render();
  }

  /** Of the image that is seen. */
  get #standing(): Standing {
    const id = this.#viewport.getCornerstoneImage()?.imageId;
    const index = id === undefined ? undefined : this.#images.indexes.get(id);
    return index === undefined ? plainStanding : standingOf(this.#images.instances[index] ?? {});
  }

  get #size(): string {
    return this.#viewport.getImageData().dimensions.join();
  }

  #stand(standing: Standing): void {
    stand(this.#viewport, standing, () => placeOf(this.#viewport));
    this.#stood = { standing, size: this.#size, view: this.#viewport.getViewPresentation() };
  }
}
