namespace Ronchi.Sources.Storage;

/// <summary>A file with some of the frames of a scan.</summary>
/// <param name="Path">The file.</param>
/// <param name="Layout">Where frames lie in it.</param>
/// <param name="Frames">How many there are.</param>
internal sealed record FlatFile(string Path, FlatLayout Layout, long Frames);
