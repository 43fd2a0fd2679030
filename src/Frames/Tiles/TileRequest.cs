namespace Ronchi.Frames;

/// <summary>What the engine asks a source for: the form, the pixels that somebody reads, and how many frames at once.</summary>
/// <param name="Form">One of <see cref="IFrameSource.Forms"/>.</param>
/// <param name="Support">Pixels that are read; the others may hold anything. Null: all.</param>
/// <param name="MaxFrames">Frames of a tile at most, at least 1.</param>
public sealed record TileRequest(TileForm Form, PixelSet? Support, int MaxFrames);
