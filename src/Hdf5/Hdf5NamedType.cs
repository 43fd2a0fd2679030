using Ronchi.Hdf5.Headers;
using Ronchi.Hdf5.Types;

namespace Ronchi.Hdf5;

/// <summary>A datatype that stands in a group by itself, for datasets to share.</summary>
public sealed class Hdf5NamedType : Hdf5Object
{
    internal Hdf5NamedType(Hdf5File file, ObjectHeader header, string path)
        : base(file, header, path)
    {
        var cursor = header.Need(MessageKind.Datatype, "datatype").Open(header.Space, $"the datatype '{path}'");
        Type = TypeReader.Read(ref cursor);
    }

    /// <summary>The type.</summary>
    public Hdf5Type Type { get; }
}
