const SECTOR_BYTES = 512;

/**
 * A boot sector for a machine whose response is known: a small area of fresh noise at the key `a`, a large one at `b`,
 * and a little one by itself about every 275 ms. 320x200, 256 colours, no operating system.
 */
export function noiseBootSector(): Uint8Array {
  const code = [
    [0xb8, 0x13, 0x00], //             mov ax, 13h        320x200, 256 colours
    [0xcd, 0x10], //                   int 10h
    [0x68, 0x00, 0xa0], //             push a000h         video memory
    [0x07], //                         pop es
    [0xbe, 0x01, 0x00], //             mov si, 1          the random number
    [0x31, 0xed], //                   xor bp, bp         clock tick of the last noise by itself
    // main:
    [0xfb], //                         sti
    [0xf4], //                         hlt                until the next clock tick or key
    [0xb4, 0x01], //                   mov ah, 1
    [0xcd, 0x16], //                   int 16h            a key?
    [0x74, 0x23], //                   jz background
    [0x30, 0xe4], //                   xor ah, ah
    [0xcd, 0x16], //                   int 16h            al = its letter
    [0xbf, 0x0a, 0x19], //             mov di, 20 * 320 + 10
    [0xbb, 0x64, 0x00], //             mov bx, 100        wide
    [0xba, 0x50, 0x00], //             mov dx, 80         high
    [0x3c, 0x61], //                   cmp al, 'a'
    [0x74, 0x0d], //                   je show
    [0xbf, 0x00, 0x32], //             mov di, 40 * 320
    [0xbb, 0x40, 0x01], //             mov bx, 320
    [0xba, 0x96, 0x00], //             mov dx, 150
    [0x3c, 0x62], //                   cmp al, 'b'
    [0x75, 0xda], //                   jne main
    // show:
    [0xe8, 0x1c, 0x00], //             call paint
    [0xeb, 0xd5], //                   jmp main
    // background:
    [0x30, 0xe4], //                   xor ah, ah
    [0xcd, 0x1a], //                   int 1ah            dx = clock ticks
    [0x89, 0xd1], //                   mov cx, dx
    [0x29, 0xe9], //                   sub cx, bp
    [0x83, 0xf9, 0x05], //             cmp cx, 5
    [0x72, 0xc8], //                   jb main
    [0x89, 0xd5], //                   mov bp, dx
    [0xbf, 0x04, 0x01], //             mov di, 260
    [0xbb, 0x30, 0x00], //             mov bx, 48
    [0xba, 0x10, 0x00], //             mov dx, 16
    [0xeb, 0xe1], //                   jmp show
    // paint:
    [0x89, 0xd9], //                   mov cx, bx
    [0x57], //                         push di
    // pixel:                          a linear congruential generator, its upper half is the colour
    [0x69, 0xc6, 0x55, 0x62], //       imul ax, si, 25173
    [0x05, 0x19, 0x36], //             add ax, 13849
    [0x89, 0xc6], //                   mov si, ax
    [0x88, 0xe0], //                   mov al, ah
    [0xaa], //                         stosb
    [0xe2, 0xf2], //                   loop pixel
    [0x5f], //                         pop di
    [0x81, 0xc7, 0x40, 0x01], //       add di, 320
    [0x4a], //                         dec dx
    [0x75, 0xe7], //                   jnz paint
    [0xc3], //                         ret
  ].flat();
  const sector = new Uint8Array(SECTOR_BYTES);
  sector.set(code);
  sector.set([0x55, 0xaa], SECTOR_BYTES - 2);
  return sector;
}
