namespace Ronchi.Codecs;

/// <summary>How the elements of a block of a blosc container are turned before they are compressed.</summary>
public enum BloscShuffle
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Bytes of equal significance stand together.</summary>
    Bytes,

    /// <summary>Bits of equal significance stand together; a block whose elements are no multiple of eight stays as it is.</summary>
    Bits,
}
