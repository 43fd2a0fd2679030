using Ronchi.Hdf5.Filters;
using Ronchi.Hdf5.Headers;
using Ronchi.Hdf5.Storage;

namespace Ronchi.Hdf5;

/// <content>Whether elements can be read, known without reading them; and what those are that were never written.</content>
public sealed partial class Hdf5Dataset
{
    /// <summary>
    /// Why elements cannot be read, to stand behind the dataset's name: "is filtered with szip (4), which is not supported". Null when they
    /// can, unless the file is damaged.
    /// </summary>
    /// <exception cref="Hdf5Exception">The chunk index is damaged.</exception>
    public string? Obstacle =>
        TypeObstacle ?? StorageObstacle ?? (Layout == StorageLayout.Virtual ? VirtualObstacle : FilterObstacle());

    /// <summary>Bytes that the elements take in the file, compressed as they are, without indexes.</summary>
    /// <exception cref="Hdf5Exception">The chunk index is damaged.</exception>
    public long StoredBytes => _layout.Kind switch
    {
        StorageLayout.Chunked => Index.StoredBytes,
        StorageLayout.Contiguous => ContiguousOffset >= 0 ? ElementCount * Type.Size : 0,
        StorageLayout.Compact => _layout.Compact.Length,
        StorageLayout.Virtual => ElementCount * Type.Size,
        _ => 0,
    };

    private string? TypeObstacle =>
        Type.IsNumeric || Type.Class == Types.Hdf5TypeClass.Text ? null
        : Type.IsVariableText ? $"is {Type}; it is read by {nameof(ReadValue)}"
        : $"is {Type}, which is not supported";

    private string? StorageObstacle =>
        Header.Has(MessageKind.ExternalStorage) ? "keeps its elements in external raw files, which is not supported"
        : null;

    // A filter may have left out every chunk: then it is not needed.
    private string? FilterObstacle()
    {
        if (_layout.Kind != StorageLayout.Chunked || _pipeline.Missing(mask: 0) is null)
            return null;
        var index = Index;
        if (index.StoredCount == 0)
            return null;
        for (long number = 0; number < index.Count; number++)
        {
            var chunk = index[number];
            if (chunk.IsStored && _pipeline.Missing(MaskOf(chunk, number)) is { } missing)
                return Filtered(missing);
        }
        return null;
    }

    private static string Filtered(string missing) =>
        $"is filtered with {missing}, which is not supported: h5repack -f NONE makes a copy without it";

    private void CheckReadable()
    {
        if ((TypeObstacle ?? StorageObstacle) is { } obstacle)
            throw Fault(obstacle);
    }

    /// <summary>
    /// Gives elements the value that they are read as where nothing was written: the dataset's fill value, numbers little-endian.
    /// </summary>
    /// <param name="elements">Whole elements.</param>
    public void FillUnwritten(Span<byte> elements)
    {
        if (_fill is null || elements.IsEmpty)
        {
            elements.Clear();
            return;
        }
        _fill.CopyTo(elements);
        ElementBytes.Repeat(elements, _fill.Length);
    }
}
