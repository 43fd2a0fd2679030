namespace Ronchi.Server;

/// <summary>A line of a folder's list.</summary>
/// <param name="Name">Its name in the folder.</param>
/// <param name="IsFolder">Whether it is a folder, and not a data set of its own.</param>
/// <param name="Bytes">Size of a file.</param>
/// <param name="ChangedUnixSeconds">When it was changed last.</param>
/// <param name="Kind">folder, file, part (the frames of a scan), or for the file with which a scan is opened: ready, incomplete, bad, or
/// scan where nobody looked.</param>
public sealed record FileEntry(string Name, bool IsFolder, long Bytes, long ChangedUnixSeconds, string Kind);
