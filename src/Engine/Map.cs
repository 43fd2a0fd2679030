using Ronchi.Frames;

namespace Ronchi.Engine;

/// <summary>Applies a function to every frame: a UDF without declaring a class.</summary>
/// <remarks>
/// The result, <c>result</c>, has a value for each scan position. Its type and shape are learned from one call with a frame of ones. The function
/// is called from several threads at once and must not change anything that they share.
/// </remarks>
/// <typeparam name="T">Type of the pixels that the function takes: stored values are converted to it when that loses nothing.</typeparam>
/// <typeparam name="TResult">A number, or an array of numbers of always the same length.</typeparam>
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
            throw new ArgumentException($"The function takes {wanted.Name()}, which cannot hold the data: with them it would get {data.ElementType.Name()}. Write it for that type.");
        var ones = new T[data.Shape.FrameElements];
        Array.Fill(ones, (T)Convert.ChangeType(1, typeof(T), System.Globalization.CultureInfo.InvariantCulture));
        return function(ones) switch
        {
            Array { Rank: 1 } many => [new(Result, ResultKind.Scan, ElementTypes.Of(many.GetType().GetElementType()!), new Extent(many.Length))],
            null => throw new ArgumentException("The function returned null for a frame of ones."),
            { } one => [new(Result, ResultKind.Scan, ElementTypes.Of(one.GetType()))],
        };
    }

    /// <inheritdoc/>
    public void ProcessFrame(in Tile frame, UdfTask task)
    {
        var value = function(frame.Pixels<T>());
        var values = task[0].Values;
        if (value is Array many)
        {
            var width = (int)task[0].Declaration.Extra.Count;
            if (many.Length != width)
                throw new InvalidOperationException($"The function returned {many.Length} values, after {width} for a frame of ones.");
            Array.Copy(many, 0, values, frame.Frames.Start * width, width);
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
}
