using System.Collections.Immutable;
using Ronchi.Hdf5.Chunks;
using Ronchi.Hdf5.Filters;
using Ronchi.Hdf5.Headers;
using Ronchi.Hdf5.Storage;
using Ronchi.Hdf5.Types;

namespace Ronchi.Hdf5;

/// <summary>A dataset: what it is, where its chunks are, and its elements.</summary>
public sealed partial class Hdf5Dataset : Hdf5Object
{
    private readonly Dataspace _dataspace;   // what can be read; of a file that was cut off, less than what was written
    private readonly DataLayout _layout;
    private readonly FilterPipeline _pipeline;
    private readonly byte[]? _fill;
    private ChunkIndex? _index;

    internal Hdf5Dataset(Hdf5File file, ObjectHeader header, string path)
        : base(file, header, path)
    {
        var space = header.Space;
        _dataspace = Dataspace.Read(header.Need(MessageKind.Dataspace, "dataspace").Open(space, $"the dataspace of '{path}'"));
        var type = header.Need(MessageKind.Datatype, "datatype").Open(space, $"the datatype of '{path}'");
        Type = TypeReader.Read(ref type);
        if (_dataspace.ElementCount > long.MaxValue / Type.Size)
            throw space.Fault(header.Address, $"'{path}' of shape ({string.Join(", ", _dataspace.Shape)}) is larger than any file");
        _layout = DataLayout.Read(header);
        _pipeline = new FilterPipeline(FilterMessage.Read(header), file.Options.Filters);
        _fill = Headers.FillValue.Read(header, Type.Size);
        ToValues(_fill);
        if (_layout.Kind == StorageLayout.Chunked)
        {
            if (_layout.ChunkShape.Length != _dataspace.Shape.Length || _layout.ElementSize != Type.Size)
                throw space.Fault(
                    header.Address,
                    $"chunks of '{path}' have {_layout.ChunkShape.Length} axes and {_layout.ElementSize} bytes an element, the dataset "
                    + $"{_dataspace.Shape.Length} and {Type.Size}");
            ChunkShape = [.. _layout.ChunkShape];
            ChunkBytes = Type.Size;
            foreach (long length in ChunkShape)
                ChunkBytes *= (int)length;
        }
        WrittenShape = [.. _dataspace.Shape];
        if (_dataspace.Shape.Length > 0 && space.Truncation is not null)
            _dataspace = _dataspace.WithRows(RowsInFile());
        Shape = [.. _dataspace.Shape];
        MaxShape = [.. _dataspace.MaxShape];
    }

    /// <summary>Lengths of the axes, slowest first; empty for a scalar.</summary>
    public ImmutableArray<long> Shape { get; }

    /// <summary>Lengths that the axes may grow to; -1 = unlimited.</summary>
    public ImmutableArray<long> MaxShape { get; }

    /// <summary>Number of elements.</summary>
    public long ElementCount => _dataspace.ElementCount;

    /// <summary>Type of the elements.</summary>
    public Hdf5Type Type { get; }

    /// <summary>How the elements lie in the file.</summary>
    public StorageLayout Layout => _layout.Kind;

    /// <summary>How the places of chunks are stored; null unless chunked.</summary>
    public ChunkIndexKind? IndexKind => _layout.Kind == StorageLayout.Chunked ? _layout.IndexKind : null;

    /// <summary>Elements of a chunk along each axis; empty unless chunked.</summary>
    public ImmutableArray<long> ChunkShape { get; } = [];

    /// <summary>Bytes of a decoded chunk; 0 unless chunked.</summary>
    public int ChunkBytes { get; }

    /// <summary>Filters in the order in which they were applied.</summary>
    public IReadOnlyList<Hdf5Filter> Filters => _pipeline.Steps;

    /// <summary>
    /// Where a contiguous dataset begins, in bytes from the start of the file; -1 when it is not contiguous or was never written.
    /// </summary>
    public long ContiguousOffset =>
        _layout.Kind == StorageLayout.Contiguous && _layout.Address != AddressSpace.Undefined && !Header.Has(MessageKind.ExternalStorage)
            ? Header.Space.BaseOffset + _layout.Address : -1;

    private Hdf5Exception Fault(string problem) => Header.Space.Fault(Header.Address, $"'{Path}' {problem}");
}
