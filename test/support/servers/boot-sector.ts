const SECTOR_BYTES = 512;

/**
 * A boot sector that needs no operating system: it paints a 320x200 picture on a VGA card, smooth shades above
 * and a pattern of few colours below, and then moves 8 of the smooth lines at the BIOS clock's 18 Hz: few enough
 * for QEMU to find more colours in them than fit a palette, which leads it to gradients and JPEG.
 */
export function movingPictureBootSector(): Uint8Array {
  const code = [
    [0xb8, 0x13, 0x00], //         mov ax, 13h        320x200, 256 colours
    [0xcd, 0x10], //               int 10h
    [0xba, 0xc8, 0x03], //         mov dx, 3c8h       palette: 128 shades that rise and fall
    [0x31, 0xc0], //               xor ax, ax
    [0xee], //                     out dx, al
    [0x42], //                     inc dx
    [0x31, 0xc9], //               xor cx, cx
    // shade:
    [0x88, 0xc8], //               mov al, cl
    [0x84, 0xc0], //               test al, al
    [0x79, 0x02], //               jns rising
    [0xf6, 0xd0], //               not al
    // rising:
    [0x88, 0xc3], //               mov bl, al
    [0xd0, 0xe8], //               shr al, 1
    [0xee], //                     out dx, al         red
    [0x88, 0xc4], //               mov ah, al
    [0xb0, 0x3f], //               mov al, 63
    [0x28, 0xe0], //               sub al, ah
    [0xee], //                     out dx, al         green
    [0x88, 0xd8], //               mov al, bl
    [0x24, 0x01], //               and al, 1
    [0x30, 0xe0], //               xor al, ah
    [0xee], //                     out dx, al         blue
    [0xfe, 0xc1], //               inc cl
    [0x75, 0xe1], //               jnz shade
    [0xb8, 0x00, 0xa0], //         mov ax, a000h      video memory
    [0x8e, 0xc0], //               mov es, ax
    [0x31, 0xdb], //               xor bx, bx         frame number
    [0x31, 0xed], //               xor bp, bp         first frame: the whole screen
    [0xbe, 0x00, 0xfa], //         mov si, 64000
    // frame:
    [0xfb], //                     sti
    [0x89, 0xef], //               mov di, bp
    // pixel:
    [0x89, 0xf8], //               mov ax, di
    [0x31, 0xd2], //               xor dx, dx
    [0xb9, 0x40, 0x01], //         mov cx, 320
    [0xf7, 0xf1], //               div cx             ax = y, dx = x
    [0x3d, 0x64, 0x00], //         cmp ax, 100
    [0x73, 0x04], //               jae pattern
    [0x01, 0xd0], //               add ax, dx         smooth
    [0xeb, 0x04], //               jmp colour
    // pattern:
    [0x30, 0xd0], //               xor al, dl
    [0x24, 0xf0], //               and al, f0h
    // colour:
    [0x00, 0xd8], //               add al, bl
    [0xaa], //                     stosb
    [0x39, 0xf7], //               cmp di, si
    [0x72, 0xe3], //               jb pixel
    [0x43], //                     inc bx
    [0xbd, 0x80, 0x70], //         mov bp, 90 * 320   later frames: 8 lines
    [0xbe, 0x80, 0x7a], //         mov si, 98 * 320
    [0xf4], //                     hlt                until the next clock tick
    [0xeb, 0xd6], //               jmp frame
  ].flat();
  const sector = new Uint8Array(SECTOR_BYTES);
  sector.set(code);
  sector.set([0x55, 0xaa], SECTOR_BYTES - 2);
  return sector;
}
