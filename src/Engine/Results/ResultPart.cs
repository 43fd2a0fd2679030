using Ronchi.Frames;

namespace Ronchi.Engine;

/// <summary>A scan result, or one entry of it, that is made of some of the pixels that its UDF reads.</summary>
/// <param name="Name">Name of the result.</param>
/// <param name="Entry">The entry along its first further axis; null: the whole result.</param>
/// <param name="Pixels">The pixels.</param>
/// <param name="Measured">How many of them are not masked, and the first one.</param>
internal sealed record ResultPart(string Name, int? Entry, PixelSet Pixels, (int First, int Count) Measured);
