namespace Ronchi.Sources.Numpy;

/// <summary>Where an NPY array lies: a whole file, or a part of one.</summary>
/// <param name="File">The file that holds the bytes.</param>
/// <param name="Offset">Where the array's header begins.</param>
/// <param name="Length">Bytes that belong to it.</param>
/// <param name="Path">The file that was asked for, for messages.</param>
/// <param name="Format">Name of the format.</param>
/// <param name="Storage">How values are stored there.</param>
/// <param name="Name">Name of the array, when the file holds several.</param>
internal sealed record NpyPlace(string File, long Offset, long Length, string Path, string Format, string Storage, string? Name = null);
