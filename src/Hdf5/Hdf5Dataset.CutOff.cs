using System.Collections.Immutable;
using Ronchi.Hdf5.Chunks;
using Ronchi.Hdf5.Headers;
using Ronchi.Hdf5.Storage;

namespace Ronchi.Hdf5;

/// <content>What is left of a dataset in a file that was cut off.</content>
public sealed partial class Hdf5Dataset
{
    /// <summary>Lengths of the axes as they were written.</summary>
    /// <remarks>
    /// In a file that was cut off (<see cref="Hdf5File.Truncation"/>) the first axis of <see cref="Shape"/> is shorter: it ends before the
    /// first row of which anything is missing.
    /// </remarks>
    public ImmutableArray<long> WrittenShape { get; }

    // Rows before the first that is not in the file, or of which it is not known whether it is.
    private long RowsInFile()
    {
        var space = Header.Space;
        long rows = _dataspace.Shape[0];
        switch (_layout.Kind)
        {
            case StorageLayout.Contiguous when ContiguousOffset >= 0:
                long rowBytes = Math.Max(_dataspace.ElementCount / Math.Max(rows, 1), 1) * Type.Size;
                return Math.Clamp((space.Length - _layout.Address) / rowBytes, 0, rows);
            case StorageLayout.Chunked:
                long lost = ChunkIndexReader.Read(
                    space, _layout, _dataspace, ChunkBytes, !_pipeline.IsEmpty, File.Superblock.ChunkNodeRank).FirstLost;
                var grid = new ChunkGrid(_dataspace.Shape, _layout.ChunkShape);
                return lost >= grid.Count ? rows : lost / grid.Strides[0] * _layout.ChunkShape[0];
            default:
                return rows;
        }
    }
}
