using Ronchi.Hdf5.Headers;
using Ronchi.Hdf5.Storage;

namespace Ronchi.Hdf5;

/// <summary>A group, a dataset or a named datatype.</summary>
public abstract class Hdf5Object
{
    private IReadOnlyDictionary<string, Hdf5Attribute>? _attributes;

    private protected Hdf5Object(Hdf5File file, ObjectHeader header, string path)
    {
        File = file;
        Header = header;
        Path = path;
    }

    /// <summary>The file that holds the object; behind an external link not the one that was opened.</summary>
    public Hdf5File File { get; }

    /// <summary>Path from the root of <see cref="File"/>.</summary>
    public string Path { get; }

    /// <summary>
    /// Address of the object within <see cref="File"/>: two paths lead to one object exactly when files and addresses are equal.
    /// </summary>
    public long Address => Header.Address;

    /// <summary>The attributes by name.</summary>
    /// <exception cref="Hdf5Exception">The file is damaged.</exception>
    public IReadOnlyDictionary<string, Hdf5Attribute> Attributes => _attributes ??= AttributeReader.Read(Header, Path);

    internal ObjectHeader Header { get; }

    internal static Hdf5Object Open(Hdf5File file, long address, string path)
    {
        var header = ObjectHeader.Read(file.Space, address);
        if (header.Has(MessageKind.Layout))
            return new Hdf5Dataset(file, header, path);
        if (header.Has(MessageKind.SymbolTable) || header.Has(MessageKind.LinkInfo)
            || header.Has(MessageKind.Link) || header.Has(MessageKind.GroupInfo))
            return new Hdf5Group(file, header, path);
        if (header.Has(MessageKind.Datatype))
            return new Hdf5NamedType(file, header, path);
        throw file.Space.Fault(address, $"the object '{path}' is neither a group nor a dataset nor a datatype");
    }
}
