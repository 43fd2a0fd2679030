using System.Globalization;
using System.Numerics;
using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Analyses.Masks;

/// <summary>Offers <see cref="ApplyMasks"/> by name.</summary>
public sealed class MasksAnalysis : Analysis
{
    /// <inheritdoc/>
    public override string Name => "masks";

    /// <inheritdoc/>
    public override string Summary => "Multiplies each frame by masks of weights, real or complex, and sums.";

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; } =
    [
        new("mask", "FILE.npy", "Weights with the shape of a frame, or a stack of them", IsRequired: true, IsRepeatable: true),
        new("shift", "ROW,COL|FILE.npy", "Whole pixels by which to move the masks down and right: one pair for all frames, or a pair for each"),
    ];

    /// <inheritdoc/>
    public override Udf Create(DataDescription data, AnalysisArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(arguments);
        var masks = Read(data, arguments);
        if (arguments.Text("shift") is not { } shift)
            return new ApplyMasks(masks);
        if (shift.EndsWith(".npy", StringComparison.OrdinalIgnoreCase))
        {
            var (values, shape) = arguments.ReadWeights(shift);
            if (shape != data.Shape.Scan.Append(new Extent(2)))
                throw new ArgumentException($"--shift: {shift} has shape {shape}, but a pair for each frame needs {data.Shape.Scan.Append(new Extent(2))}.");
            if (Array.FindIndex(values, static value => !(Math.Abs(value) <= int.MaxValue) || Math.Floor(value) != value) is >= 0 and var odd)
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"--shift: {shift} has the shift {values[odd]}, which is not a whole number of pixels."));
            return new ApplyMasks(masks, AuxData<int>.PerFrame(Array.ConvertAll(values, static value => (int)value), new Extent(2)));
        }

        return shift.Split(',') is [var row, var column] && int.TryParse(row, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var rows) && int.TryParse(column, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var columns)
            ? Shifted(masks, rows, columns, data.Shape.Detector)
            : throw new FormatException($"--shift: '{shift}' is not a shift: expected whole pixels ROW,COL, as in 2,-1, or the name of an .npy file.");
    }

    private static ApplyMasks Shifted(MaskStack masks, int rows, int columns, Extent detector) =>
        detector.Rank == 2 && (Math.Abs((long)rows) >= detector[0] || Math.Abs((long)columns) >= detector[1])
            ? throw new ArgumentException($"--shift {rows},{columns} moves every mask out of frames of {detector}: choose less.")
            : new(masks, rows, columns);

    private static MaskStack Read(DataDescription data, AnalysisArguments arguments)
    {
        var detector = data.Shape.Detector;
        var pixels = (int)detector.Count;
        List<Func<double[]>> real = [];
        List<Func<Complex[]>> complex = [];
        foreach (var path in arguments.All("mask"))
        {
            if (arguments.ReadComplex?.Invoke(path) is var (numbers, complexShape))
                Split(path, numbers, complexShape, detector, pixels, complex, Complex.IsFinite);
            else if (arguments.ReadWeights(path) is var (values, shape))
                Split(path, values, shape, detector, pixels, real, double.IsFinite);
        }

        return complex.Count == 0
            ? MaskStack.OfDoubles([.. real])
            : MaskStack.OfComplex([.. real.Select(static make => new Func<Complex[]>(() => Array.ConvertAll(make(), static weight => new Complex(weight, 0)))), .. complex]);
    }

    private static void Split<T>(string path, T[] values, Extent shape, Extent detector, int pixels, List<Func<T[]>> masks, Func<T, bool> isFinite)
    {
        var isStack = shape.Rank == detector.Rank + 1 && shape == new Extent(shape[0]).Append(detector);
        if (shape != detector && !isStack)
            throw new ArgumentException($"--mask: {path} has shape {shape}, but frames have {detector}; a stack has one more axis in front.");
        if (!Array.TrueForAll(values, value => isFinite(value)))
            throw new ArgumentException($"--mask: {path} has a weight that is not finite.");
        for (var at = 0; at < values.Length; at += pixels)
        {
            var from = at;
            masks.Add(() => values[from..(from + pixels)]);
        }
    }
}
