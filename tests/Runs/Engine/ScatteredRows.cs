using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Tests.Engine;

/// <summary>Appends a random number of rows for each frame, none and very many too, that depend on the frame and its place alone.</summary>
/// <param name="method">The method to use.</param>
internal sealed class ScatteredRows(UdfMethod method) : Udf, ITileUdf, IStackUdf, IFrameUdf, IPartitionUdf
{
    public const string Result = "found";

    public static readonly VectorLayout Layout = new(ElementType.F32, new("place"), new("number"), new("sum", "counts"));

    public Action<FrameRange>? OnTile { get; init; }

    public override string Name => "scattered";

    public override UdfMethod? Method(DataDescription data) => method;

    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) =>
        [new("frame_sum", ResultKind.Scan, ElementType.U64), BufferDeclaration.OfVectors(Result, Layout.Type, Layout.Columns.AsSpan())];

    public void ProcessTile(in Tile tile, UdfTask task) => Add(tile, task);

    public void ProcessStack(in Tile tile, UdfTask task) => Add(tile, task);

    public void ProcessFrame(in Tile frame, UdfTask task) => Add(frame, task);

    public void ProcessPartition(in Tile partition, UdfTask task) => Add(partition, task);

    /// <summary>The rows that it appends for a frame.</summary>
    public static float[] Of(long position, ReadOnlySpan<ushort> pixels)
    {
        var random = new Random((int)position * 7919);
        var rows = random.Next(12) switch
        {
            < 5 => 0,
            11 => random.Next(300, 900),
            _ => random.Next(1, 6),
        };
        var values = new float[rows * 3];
        for (var row = 0; row < rows; row++)
            (values[3 * row], values[(3 * row) + 1], values[(3 * row) + 2]) = (position, row, random.NextSingle() + Sum(pixels));
        return values;
    }

    /// <summary>The lists of all frames, as a plain loop makes them.</summary>
    /// <param name="values">The frames.</param>
    /// <param name="shape">Their axes.</param>
    /// <param name="isThere">Which positions go in.</param>
    public static Vectors Reference(ushort[] values, DataShape shape, Func<long, bool> isThere)
    {
        var pixels = (int)shape.FrameElements;
        return Vectors.Of(
            Layout,
            shape.Scan,
            [.. Enumerable.Range(0, (int)shape.FrameCount).Select(position =>
                isThere(position) ? Of(position, values.AsSpan(position * pixels, pixels)) : null)]);
    }

    private void Add(in Tile tile, UdfTask task)
    {
        OnTile?.Invoke(tile.Frames);
        var places = task.Coordinates();
        for (var frame = 0; frame < tile.Frames.Count; frame++)
        {
            var position = task.Data.Shape.Scan.IndexOf(places.Slice(frame * task.Data.Shape.Scan.Rank, task.Data.Shape.Scan.Rank));
            var pixels = tile.Frame<ushort>(frame);
            task.View<ulong>(0)[frame] = (ulong)Sum(pixels);
            var rows = task.Rows<float>(1, frame);
            // One by one, and two at once.
            var values = Of(position, pixels).AsSpan();
            for (; values.Length > 6; values = values[6..])
                rows.Append(values[..6]);
            for (; !values.IsEmpty; values = values[3..])
                rows.Append(values[0], values[1], values[2]);
        }
    }

    private static long Sum(ReadOnlySpan<ushort> pixels)
    {
        var sum = 0L;
        foreach (var pixel in pixels)
            sum += pixel;
        return sum;
    }
}
