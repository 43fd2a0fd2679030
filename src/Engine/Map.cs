using Ronchi.Frames;

namespace Ronchi.Engine;

/// <summary>Applies a function to every frame: a UDF without declaring a class.</summary>
/// <remarks>
/// The result, <c>result</c>, has a value for each scan position. Its type and shape are learned from one call with a frame of ones. The
/// function is called from several threads at once and must not change anything that they share.
/// </remarks>
/// <typeparam name="T">Type of the pixels that the function takes: stored values are converted to it when that loses nothing.</typeparam>
/// <typeparam name="TResult">A number, or an array of numbers of always the same shape, with any number of axes.</typeparam>
/// <param name="function">The function.</param>
public sealed class Map<T, TResult>(FrameFunction<T, TResult> function) : Udf, IFrameUdf
    where T : unmanaged
{
    /// <summary>Name of the result.</summary>
    public const string Result = "result";

    /// <inheritdoc/>
    public override string Name => "map";

    /// <inheritdoc/>
    public override ElementType? PreferredType => ElementTypes.Of<T>();

    /// <inheritdoc/>
    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data)
    {
        var wanted = ElementTypes.Of<T>();
        if (data.ElementType != wanted)
            throw new ArgumentException(
                $"The function takes {wanted.Name()}, which cannot hold the data: with them it would get "
                + $"{data.ElementType.Name()}. Write it for that type.");
        var ones = new T[data.Shape.FrameElements];
        Array.Fill(ones, (T)Convert.ChangeType(1, typeof(T), System.Globalization.CultureInfo.InvariantCulture));
        var measured = new bool[ones.Length];
        Array.Fill(measured, true);
        return function(new(ones, data.Shape.Detector, measured)) switch
        {
            Array many => [new(Result, ResultKind.Scan, ElementTypes.Of(many.GetType().GetElementType()!), ShapeOf(many))],
            null => throw new ArgumentException("The function returned null for a frame of ones."),
            { } one => [new(Result, ResultKind.Scan, ElementTypes.Of(one.GetType()))],
        };
    }

    /// <inheritdoc/>
    public void ProcessFrame(in Tile frame, UdfTask task)
    {
        var value = function(new(frame.Pixels<T>(), task.Data.Shape.Detector, task.Measured()));
        var values = task[0].Values;
        if (value is Array many)
        {
            var shape = task[0].Declaration.Extra;
            if (ShapeOf(many) != shape)
                throw new InvalidOperationException($"The function returned {ShapeOf(many)} values, after {shape} for a frame of ones.");
            Put(many, values, frame.Frames.Start * shape.Count);
        }
        else if (values is TResult[] typed)
        {
            typed[frame.Frames.Start] = value;
        }
        else
        {
            values.SetValue(value, frame.Frames.Start);
        }
    }

    private static Extent ShapeOf(Array values)
    {
        var lengths = new long[values.Rank];
        for (var axis = 0; axis < lengths.Length; axis++)
            lengths[axis] = values.GetLength(axis);
        return new(lengths);
    }

    // Row-major, whatever the number of axes.
    private static void Put(Array from, Array into, long at)
    {
        if (from.Rank == 1)
        {
            Array.Copy(from, 0, into, at, from.Length);
            return;
        }

        foreach (var value in from)
            into.SetValue(value, at++);
    }
}
