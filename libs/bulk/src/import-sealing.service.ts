import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '#database';
import { KeyRotation, Secrets } from '#kernel';
import { Import } from './import.entity.js';

type Part = 'file' | 'header';

/** What is kept of files of people, sealed in the row of its import and of no use in another. */
@Injectable()
export class ImportSealing implements OnModuleInit {
  constructor(
    private readonly secrets: Secrets,
    private readonly database: Database,
    private readonly rotation: KeyRotation,
  ) {}

  onModuleInit(): void {
    this.rotation.covers('files on their way in', () => this.sealAnew());
  }

  seal(id: string, part: Part, text: string): string {
    return this.secrets.seal(text, placeOf(id, part));
  }

  open(id: string, part: Part, sealed: string): string {
    return this.secrets.open(sealed, placeOf(id, part));
  }

  private async sealAnew(): Promise<number> {
    const { reader } = this.database;
    let count = 0;
    for (const { id, sealedFile, sealedHeader } of await reader.findBy(Import, { state: 'checked' })) {
      if (!sealedFile || !sealedHeader || this.secrets.isCurrent(sealedFile)) continue;
      const anew = {
        sealedFile: this.seal(id, 'file', this.open(id, 'file', sealedFile)),
        sealedHeader: this.seal(id, 'header', this.open(id, 'header', sealedHeader)),
      };
      // Unless it was run or forgotten meanwhile.
      await reader.update(Import, { id, sealedFile }, anew);
      count++;
    }
    return count;
  }
}

function placeOf(id: string, part: Part): string {
  return `imports/${id}/${part}`;
}
