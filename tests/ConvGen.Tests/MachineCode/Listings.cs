namespace ConvGen.Tests.MachineCode;

/// <summary>Parts of listings that the JIT of .NET 10 wrote for Arm64, shortened.</summary>
internal static class Listings
{
    /// <summary>A reduction without spills between a prologue and an epilogue that use the frame.</summary>
    public const string Clean = """
        ; Assembly listing for method ConvGen.Generated.MnistSample.Networks.MlpKernels256.Dense1Backward:WeightGradient4(byref,byref,byref,int) (FullOpts)
        ; Emitting BLENDED_CODE for generic ARM64 on Unix
        ; FullOpts code

        G_M000_IG01:                ;; offset=0x0000
                    stp     fp, lr, [sp, #-0x50]!
                    stp     d8, d9, [sp, #0x18]
                    mov     fp, sp
         
        G_M000_IG02:                ;; offset=0x0018
                    mov     w8, wzr
                    cmp     w8, w3
                    bge     G_M000_IG04
                    align   [0 bytes for IG03]
                    align   [0 bytes]
         
        G_M000_IG03:                ;; offset=0x008C
                    ldp     q8, q9, [x5]
                    ldr     s14, [x7]
                    dup     v14.4s, v14.s[0]
                    fmla    v16.4s, v8.4s, v14.4s
                    fmla    v17.4s, v9.4s, v14.4s
                    add     w8, w8, #1
                    cmp     w8, w3
                    blt     G_M000_IG03
         
        G_M000_IG04:                ;; offset=0x012C
                    stp     q16, q17, [x6]
                    ldp     d8, d9, [sp, #0x18]
                    ldp     fp, lr, [sp], #0x50
                    ret     lr
        RWD00  	dq	0000000000000000h, 0000000000000000h
        ; Total bytes of code 300

        """;

    /// <summary>Two sums that move through the frame in every iteration.</summary>
    public const string Spilling = """
        ; Assembly listing for method ConvGen.Generated.MnistSample.Networks.MlpKernels256.Dense1Forward:Products4(byref,byref,byref) (FullOpts)

        G_M000_IG01:                ;; offset=0x0000
                    stp     fp, lr, [sp, #-0x70]!
                    mov     fp, sp
         
        G_M000_IG02:                ;; offset=0x0018
                    str     q1, [fp, #0x20]
         
        G_M000_IG03:                ;; offset=0x008C
                    ldp     q8, q9, [x5]
                    fmla    v16.4s, v8.4s, v14.4s
                    ldr     q8, [fp, #0x20]
                    fmla    v8.4s, v9.4s, v14.4s
                    str     q8, [fp, #0x20]
                    cbnz    w8, G_M000_IG03
         
        G_M000_IG04:                ;; offset=0x012C
                    ret     lr

        """;

    /// <summary>A call in the outer of two loops, and one after them; a table of addresses is no branch.</summary>
    public const string Calling = """
        ; Assembly listing for method ConvGen.Generated.MnistSample.Networks.BookNetKernels256.Conv2Forward:TransformOutput(byref,byref) (FullOpts)

        G_M000_IG01:                ;; offset=0x0000
                    stp     fp, lr, [sp, #-0x70]!
                    mov     fp, sp
         
        G_M000_IG02:                ;; offset=0x0010
                    adr     x1, [G_M000_IG02]
                    fmla    v16.4s, v8.4s, v14.4s
                    tbz     w0, #3, G_M000_IG02
         
        G_M000_IG03:                ;; offset=0x0020
                    fcmeq   v8.4s, v16.4s, v16.4s
                    cbz     w1, G_M000_IG06
         
        G_M000_IG04:                ;; offset=0x0030
                    cmp     w2, #8
                    blt     G_M000_IG02
         
        G_M000_IG05:                ;; offset=0x0040
                    bl      CORINFO_HELP_MEMSET
                    ldp     fp, lr, [sp], #0x70
                    ret     lr
         
        G_M000_IG06:                ;; offset=0x0050
                    movz    x1, #0xF048
                    ldr     x1, [x1]
                    blr     x1
                    b       G_M000_IG04

        """;

    /// <summary>Code that is not optimized, and code without multiply-adds.</summary>
    public const string NoKernels = """
        ; Assembly listing for method ConvGen.Generated.MnistSample.Networks.MlpKernels256.Program:get_Loss():int:this (Tier0)

        G_M000_IG01:                ;; offset=0x0000
                    fmla    v16.4s, v8.4s, v14.4s
                    ret     lr

        ; Assembly listing for method ConvGen.Generated.MnistSample.Networks.MlpKernels256.Dense1Forward:Run(byref,int) (FullOpts)

        G_M000_IG01:                ;; offset=0x0000
                    bl      [ConvGen.Generated.MnistSample.Networks.MlpKernels256.Dense1Forward:Products4(byref,byref,byref)]
                    cbnz    w8, G_M000_IG01

        """;
}
