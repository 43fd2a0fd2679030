using Ronchi.Hdf5.Headers;
using Ronchi.Hdf5.Storage;

namespace Ronchi.Hdf5;

/// <summary>
/// An HDF5 file, opened for reading, after the "HDF5 File Format Specification Version 3.0". All objects of it may be
/// used from many threads at once: reads are positioned, nothing is locked. Disposing also closes the files that its
/// external links opened.
/// </summary>
public sealed class Hdf5File : IDisposable
{
    private readonly LinkedFiles _family;

    private Hdf5File(ByteSource source, Hdf5OpenOptions options, LinkedFiles? family)
    {
        Bytes = source;
        Options = options;
        Superblock = Superblock.Read(source, options.VerifyChecksums, options.AllowsTruncated);
        _family = family ?? new LinkedFiles(this);
        Root = Hdf5Object.Open(this, Superblock.RootHeader, "/") as Hdf5Group
            ?? throw Space.Fault(Superblock.RootHeader, "the root object is not a group");
    }

    /// <summary>Path as it was given, or the name of bytes in memory.</summary>
    public string Path => Bytes.Name;

    /// <summary>The file's bytes, for callers who read chunks by themselves.</summary>
    public ByteSource Bytes { get; }

    /// <summary>The root group.</summary>
    public Hdf5Group Root { get; }

    /// <summary>
    /// What a file that was cut off lacks, to stand behind its name; null when it is whole. Such files are opened where
    /// <see cref="Hdf5OpenOptions.AllowsTruncated"/> says so.
    /// </summary>
    public string? Truncation => Space.Truncation;

    /// <summary>Whether the program that writes the file says that it has it open; null: files of this version do not say it. One that was
    /// killed says so for ever.</summary>
    public bool? IsBeingWritten => Superblock.IsBeingWritten;

    internal Hdf5OpenOptions Options { get; }

    internal Superblock Superblock { get; }

    internal AddressSpace Space => Superblock.Space;

    internal LinkedFiles Family => _family;

    /// <summary>Opens a file.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="options">Filters and policies.</param>
    /// <exception cref="Hdf5Exception">It is not an HDF5 file, or it is damaged.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read, or it is a folder.</exception>
    public static Hdf5File Open(string path, Hdf5OpenOptions? options = null) => Open(new FileByteSource(path), options);

    /// <summary>Opens a file from its bytes; the file then owns <paramref name="source"/>.</summary>
    /// <param name="source">The bytes.</param>
    /// <param name="options">Filters and policies.</param>
    /// <exception cref="Hdf5Exception">These are not the bytes of an HDF5 file, or they are damaged.</exception>
    public static Hdf5File Open(ByteSource source, Hdf5OpenOptions? options = null) => Open(source, options ?? new Hdf5OpenOptions(), null);

    /// <summary>True when the bytes have an HDF5 signature at 0, 512, 1024 or a further power of two.</summary>
    /// <param name="source">Any bytes.</param>
    public static bool IsHdf5(ByteSource source) => Superblock.Find(source) >= 0;

    /// <summary>Opens the object at a path from the root.</summary>
    /// <param name="path">Names separated by '/'; links are followed.</param>
    /// <returns>The object, or null when the path does not exist.</returns>
    /// <exception cref="Hdf5Exception">A link leads nowhere, or the file is damaged.</exception>
    public Hdf5Object? TryOpen(string path) => Root.TryOpen(path);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_family.Owner == this)
            _family.Dispose();
        Bytes.Dispose();
    }

    internal static Hdf5File Open(ByteSource source, Hdf5OpenOptions options, LinkedFiles? family)
    {
        try
        {
            return new Hdf5File(source, options, family);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }
}
