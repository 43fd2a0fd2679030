using Ronchi.Frames;

namespace Ronchi.Engine.Plan;

/// <summary>A scan result that is made of some of the pixels that its UDF reads.</summary>
/// <param name="Name">Name of the result.</param>
/// <param name="Pixels">The pixels.</param>
/// <param name="Measured">How many of them are not masked, and the first one.</param>
internal sealed record ResultPart(string Name, PixelSet Pixels, (int First, int Count) Measured);
