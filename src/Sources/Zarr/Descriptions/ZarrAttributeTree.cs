using System.Runtime.InteropServices;
using System.Text.Json;
using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Zarr;

/// <summary>Groups and attributes of a store.</summary>
/// <param name="store">The store.</param>
/// <param name="hierarchy">Its groups.</param>
/// <param name="root">Path of the group that holds the array.</param>
internal sealed class ZarrAttributeTree(ZarrStore store, ZarrHierarchy hierarchy, string root) : IAttributeTree
{
    /// <inheritdoc/>
    public bool Has(string group) => At(group) is not null;

    /// <inheritdoc/>
    public double? Number(string group, string attribute) => At(group)?.Attributes.Number(attribute);

    /// <inheritdoc/>
    public string? Text(string group, string attribute) => At(group)?.Attributes.Text(attribute);

    /// <inheritdoc/>
    public double[]? Numbers(string group, string array, long length)
    {
        if (hierarchy.At($"{ZarrKey.Below(root, group)}/{array}")?.Array is not { Obstacle: null, Shape: [var count] } found
            || count != length || found.Type.IsHalf)
            return null;
        // One "frame" of all numbers.
        var chunks = new ZarrChunks(store, found, detectorRank: 1, (int)length * found.Type.Bytes, memoryBytes: 0);
        var bytes = new byte[length * found.Type.Bytes];
        var parts = chunks.PartsOf([], []);
        for (var part = 0L; part < parts; part++)
            chunks.Decode(part, [], [], bytes);
        return found.Type.Type.Dispatch<Widening, double[]>(new(bytes));
    }

    private ZarrNode? At(string group) => hierarchy.At(ZarrKey.Below(root, group));

    private readonly struct Widening(byte[] bytes) : IElementTypeAction<double[]>
    {
        public double[] Run<T>()
            where T : unmanaged, System.Numerics.INumber<T>, System.Numerics.IMinMaxValue<T> =>
            Array.ConvertAll(MemoryMarshal.Cast<byte, T>(bytes).ToArray(), double.CreateChecked);
    }
}
