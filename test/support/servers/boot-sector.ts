const SECTOR_BYTES = 512;

/**
 * A boot sector that needs no operating system: it paints a 320x200 picture with 256 colours on a VGA card
 * and then changes a band of 32 lines at the BIOS clock's 18 Hz.
 */
export function movingPictureBootSector(): Uint8Array {
  const code = [
    [0xb8, 0x13, 0x00], //         mov ax, 13h        320x200, 256 colours
    [0xcd, 0x10], //               int 10h
    [0xb8, 0x00, 0xa0], //         mov ax, a000h      video memory
    [0x8e, 0xc0], //               mov es, ax
    [0x31, 0xdb], //               xor bx, bx         frame number
    [0xbe, 0x00, 0xfa], //         mov si, 64000      first frame: the whole screen
    // frame:
    [0xfb], //                     sti
    [0x31, 0xff], //               xor di, di
    // pixel:
    [0x89, 0xf8], //               mov ax, di
    [0x31, 0xd2], //               xor dx, dx
    [0xb9, 0x40, 0x01], //         mov cx, 320
    [0xf7, 0xf1], //               div cx             ax = y, dx = x
    [0x30, 0xd0], //               xor al, dl
    [0x00, 0xd8], //               add al, bl
    [0xc0, 0xe8, 0x02], //         shr al, 2          smoother: runs of equal pixels
    [0xaa], //                     stosb
    [0x39, 0xf7], //               cmp di, si
    [0x72, 0xeb], //               jb pixel
    [0x43], //                     inc bx
    [0xbe, 0x00, 0x28], //         mov si, 32*320     later frames: a band
    [0xf4], //                     hlt                until the next clock tick
    [0xeb, 0xe1], //               jmp frame
  ].flat();
  const sector = new Uint8Array(SECTOR_BYTES);
  sector.set(code);
  sector.set([0x55, 0xaa], SECTOR_BYTES - 2);
  return sector;
}
