namespace Ronchi.Sources.Tiff;

/// <summary>How strips and tiles are coded, as tag 259 numbers it.</summary>
internal enum TiffCompression
{
    /// <summary>Not at all.</summary>
    None = 1,

    /// <summary>Runs of black and white (CCITT 1D).</summary>
    CcittRuns = 2,

    /// <summary>Fax group 3.</summary>
    Fax3 = 3,

    /// <summary>Fax group 4.</summary>
    Fax4 = 4,

    /// <summary>Lempel–Ziv–Welch.</summary>
    Lzw = 5,

    /// <summary>JPEG as TIFF 6.0 had it.</summary>
    OldJpeg = 6,

    /// <summary>JPEG.</summary>
    Jpeg = 7,

    /// <summary>A zlib stream.</summary>
    Deflate = 8,

    /// <summary>Runs of bytes.</summary>
    PackBits = 32773,

    /// <summary>A zlib stream, by its old number.</summary>
    OldDeflate = 32946,

    /// <summary>Zstandard.</summary>
    Zstd = 50000,
}
