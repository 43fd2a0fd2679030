namespace Ronchi.Sources.Storage;

/// <summary>Frames that lie uncompressed in a file, one after the other at equal distances.</summary>
/// <param name="Offset">Byte offset of the first frame.</param>
/// <param name="FrameBytes">Bytes of one frame.</param>
/// <param name="Stride">Bytes from the beginning of one frame to that of the next, at least <paramref name="FrameBytes"/>.</param>
/// <param name="ElementBytes">Bytes of one value.</param>
/// <param name="IsBigEndian">Whether values are stored big-endian.</param>
internal sealed record FlatLayout(long Offset, int FrameBytes, long Stride, int ElementBytes, bool IsBigEndian);
