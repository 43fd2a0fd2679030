using System.Globalization;
using System.Numerics;
using Ronchi.Engine;
using Ronchi.Engine.Operations;
using Ronchi.Frames;

namespace Ronchi.Analyses.Masks;

/// <summary>Offers <see cref="ApplyMasks"/> by name.</summary>
public sealed class MasksAnalysis : AnalysisWith<MasksParameters>
{
    /// <inheritdoc/>
    public override string Name => "masks";

    /// <inheritdoc/>
    public override string Summary => "Multiplies each frame by masks of weights, real or complex, and sums.";

    /// <inheritdoc/>
    public override Udf Create(OperationContext context, MasksParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(parameters);
        var masks = Read(context, parameters);
        if (parameters.Shift is not { } shift)
            return new ApplyMasks(masks);
        if (shift.File is not { } file)
            return Shifted(masks, shift, context.Data.Shape.Detector);
        var (values, shape) = context.ReadWeights(file);
        var expected = context.Data.Shape.Scan.Append(new Extent(2));
        if (shape != expected)
            throw new ArgumentException($"--shift: {file} has shape {shape}, but a pair for each frame needs {expected}.");
        if (Array.FindIndex(values, static value => !(Math.Abs(value) <= int.MaxValue) || Math.Floor(value) != value) is >= 0 and var odd)
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture, $"--shift: {file} has the shift {values[odd]}, which is not a whole number of pixels."));
        return new ApplyMasks(masks, AuxData<int>.PerFrame(Array.ConvertAll(values, static value => (int)value), new Extent(2)));
    }

    private static ApplyMasks Shifted(MaskStack masks, MaskShift shift, Extent detector) =>
        detector.Rank == 2 && (Math.Abs((long)shift.Rows) >= detector[0] || Math.Abs((long)shift.Columns) >= detector[1])
            ? throw new ArgumentException($"--shift {shift} moves every mask out of frames of {detector}: choose less.")
            : new(masks, shift.Rows, shift.Columns);

    private static MaskStack Read(OperationContext context, MasksParameters parameters)
    {
        var detector = context.Data.Shape.Detector;
        List<Func<double[]>> real = [];
        List<Func<Complex[]>> complex = [];
        foreach (var path in parameters.Mask)
        {
            if (context.ReadComplex(path) is var (numbers, complexShape))
                Split(path, numbers, complexShape, detector, complex, Complex.IsFinite);
            else if (context.ReadWeights(path) is var (values, shape))
                Split(path, values, shape, detector, real, double.IsFinite);
        }

        return complex.Count == 0
            ? MaskStack.OfDoubles([.. real])
            : MaskStack.OfComplex([
                .. real.Select(static make => new Func<Complex[]>(() => Array.ConvertAll(make(), static weight => new Complex(weight, 0)))),
                .. complex]);
    }

    private static void Split<T>(
        FilePath path, T[] values, Extent shape, Extent detector, List<Func<T[]>> masks, Func<T, bool> isFinite)
    {
        var mask = IsOf(detector) ? detector : FrameColors.Plane(detector);
        if (!IsOf(mask))
            throw new ArgumentException(
                $"--mask: {path} has shape {shape}, but frames have {detector}; a stack has one more axis in front.");
        if (!Array.TrueForAll(values, value => isFinite(value)))
            throw new ArgumentException($"--mask: {path} has a weight that is not finite.");
        var pixels = (int)mask.Count;
        for (var at = 0; at < values.Length; at += pixels)
        {
            var from = at;
            masks.Add(() => FrameColors.Spread(values[from..(from + pixels)], mask, detector)!);
        }

        // One mask, or a stack.
        bool IsOf(Extent frame) => shape == frame || (shape.Rank == frame.Rank + 1 && shape == new Extent(shape[0]).Append(frame));
    }
}
