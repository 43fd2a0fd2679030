using Ronchi.Frames;

namespace Ronchi.Sources.Storage;

/// <summary>Makes the pixels of a frame of what is stored of it, whose number of bytes is always the same.</summary>
/// <param name="FrameBytes">Bytes of the pixels of one frame.</param>
/// <param name="Decode">Makes them; called by several threads at once, for different frames.</param>
internal sealed record FrameDecoder(int FrameBytes, FrameDecoding Decode);

/// <summary>Makes the pixels of one frame.</summary>
/// <param name="stored">What the file holds of it, its numbers in native byte order.</param>
/// <param name="pixels">All its pixels.</param>
internal delegate void FrameDecoding(ReadOnlySpan<byte> stored, Span<byte> pixels);
