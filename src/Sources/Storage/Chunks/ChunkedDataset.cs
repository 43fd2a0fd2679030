using Ronchi.Frames;
using Ronchi.Hdf5.Filters;
using Ronchi.Hdf5.Writing;

namespace Ronchi.Sources.Storage;

/// <summary>Begins chunked datasets of any element type.</summary>
internal static class ChunkedDataset
{
    /// <exception cref="ArgumentException">The type is complex or bool.</exception>
    public static ChunkedWriter Begin(
        GroupWriter group, string name, ElementType type, Extent shape, Extent chunk, params Hdf5Filter[] filters) =>
        type.Dispatch<Beginning, ChunkedWriter>(new(group, name, shape, chunk, filters));

    private readonly struct Beginning(GroupWriter group, string name, Extent shape, Extent chunk, Hdf5Filter[] filters)
        : IElementTypeAction<ChunkedWriter>
    {
        public ChunkedWriter Run<T>()
            where T : unmanaged, System.Numerics.INumber<T>, System.Numerics.IMinMaxValue<T>
            => group.Chunked<T>(name, shape.Lengths.AsSpan(), chunk.Lengths.AsSpan(), filters);
    }
}
