using Ronchi.Analyses.BrightField;
using Ronchi.Analyses.Deflection;
using Ronchi.Analyses.Statistics;
using Ronchi.Analyses.VirtualImaging;
using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Store;

namespace Ronchi.Signals;

/// <summary>
/// First results of a scan: sum pattern, bright and annular dark field, centre of mass, and sums by radius from which any disk or annulus
/// about the centre follows.
/// </summary>
public sealed record ScanPreview
{
    /// <summary>Names of the results, in the order of <see cref="Results"/> as far as they are there.</summary>
    public const string Sum = "sum", BrightField = "bf", DarkField = "adf", ComRow = "com_row", ComColumn = "com_column", Radial = "radial";

    /// <summary>
    /// The results: <see cref="Sum"/> over the detector; <see cref="BrightField"/>, <see cref="DarkField"/>, <see cref="ComRow"/> and
    /// <see cref="ComColumn"/> over the scan;
    /// <see cref="Radial"/> (radius, scan): Σ over the pixels up to each whole radius from 0 on. Without a bright-field disk the sum alone.
    /// </summary>
    public required IReadOnlyList<ResultArray> Results { get; init; }

    /// <summary>The bright-field disk that everything is centred on; null: there is none.</summary>
    public BrightFieldDisk? Disk { get; init; }

    /// <summary>Whether it was computed from the data just now. False: it comes from the cache, for files that appear unchanged.</summary>
    public bool IsVerified { get; init; }

    /// <summary>The result of a name; null: it is not there.</summary>
    public ResultArray? this[string name] => Results.FirstOrDefault(result => result.Name == name);

    /// <summary>The image of an annulus about the centre, with whole radii: a difference of two sums.</summary>
    /// <param name="innerRadius">Pixels up to this radius are left out; −1: none are.</param>
    /// <param name="outerRadius">Pixels up to this radius count.</param>
    /// <returns>Σ for each scan position; null: sums by radius are not there.</returns>
    public double[]? Annulus(int innerRadius, int outerRadius)
    {
        if (this[Radial] is not { } radial)
            return null;
        int radii = (int)radial.Shape[0], positions = radii == 0 ? 0 : radial.Values.Length / radii;
        var image = new double[positions];
        for (int position = 0; position < positions; position++)
            image[position] = At(outerRadius, position) - (innerRadius < 0 ? 0 : At(innerRadius, position));
        return image;

        double At(int radius, int position) =>
            Convert.ToDouble(
                radial.Values.GetValue((Math.Clamp(radius, 0, radii - 1) * positions) + position),
                System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Computes it from a scan in memory.</summary>
    /// <param name="scan">The scan.</param>
    /// <param name="cancellationToken">Checked once a tile.</param>
    public static async Task<ScanPreview> OfAsync(ResidentScan scan, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scan);
        var source = scan.Scan.Source;
        if (scan.Disk is not { } disk || source.Shape.Detector.Rank != 2 || source.Shape.Scan.Rank < 2)
        {
            var alone = await scan.Scan.RunAsync([new Analyses.Statistics.Sum()], cancellationToken: cancellationToken).ConfigureAwait(
                false);
            return new() { Results = [alone[0] with { Name = Sum }], IsVerified = true };
        }

        List<DetectorWeights> detectors = [];
        foreach (string name in (ReadOnlySpan<string>)[BrightField, DarkField])
        {
            // Where the disk fills the detector there is nothing around it.
            if (VirtualDetector.Preset(name, () => disk) is { } detector && Fits(detector, source.Shape.Detector) is { } placed)
                detectors.Add(placed);
        }

        Udf[] udfs = [
            new Analyses.Statistics.Sum(),
            new VirtualImage(detectors),
            new CenterOfMass(new CenterOfMassSettings { Center = (disk.Row, disk.Column), Radius = disk.Radius })];
        var results = await new CpuExecutor()
            .RunAsync(RunPlan.Create(source, udfs), cancellationToken: cancellationToken).ConfigureAwait(false);
        var shifts = results.Of(2).First(static result => result.Name == "raw_com");
        List<ResultArray> kept = [
            results.Of(0)[0] with { Name = Sum },
            .. detectors.Select(detector => results.Of(1).First(result => result.Name == detector.Name)),
            Component(shifts, ComRow, 0),
            Component(shifts, ComColumn, 1)];
        if (!source.ElementType.IsFloat() && scan.Direct?.TryFollowDetector() is { } image)
            kept.Add(await Task.Run(() => RadialSums(image, source, disk, cancellationToken), cancellationToken).ConfigureAwait(false));
        return new() { Results = kept, Disk = disk, IsVerified = true };
    }

    private static DetectorWeights? Fits(VirtualDetector detector, Extent frame)
    {
        try
        {
            return detector.On(frame);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static ResultArray Component(ResultArray vectors, string name, int component)
    {
        var pairs = vectors.ToDoubles();
        var values = new double[pairs.Length / 2];
        for (int i = 0; i < values.Length; i++)
            values[i] = pairs[(2 * i) + component];
        return ResultArray.OfReals(name, ResultKind.Scan, vectors.ElementType, new Extent(vectors.Shape.Lengths.AsSpan()[..^1]), values);
    }

    // In 32 bits while they fit: these are many images.
    private static ResultArray RadialSums(
        IMovingImage image, IFrameSource source, BrightFieldDisk disk, CancellationToken cancellationToken)
    {
        int rows = (int)source.Shape.Detector[0], columns = (int)source.Shape.Detector[1], positions = (int)source.Shape.FrameCount;
        int radii = 1
            + (int)Math.Ceiling(Math.Max(Math.Max(disk.Row, rows - disk.Row), Math.Max(disk.Column, columns - disk.Column)) * Math.Sqrt(2));
        // The largest disk first: of counts it has the largest sums.
        image.Update(Within(radii - 1), cancellationToken);
        return image.Sums switch
        {
            ulong[] sums when sums.All(static sum => sum <= uint.MaxValue) => Collect<ulong, uint>(ElementType.U32),
            ulong[] => Collect<ulong, ulong>(ElementType.U64),
            _ => Collect<long, long>(ElementType.I64),
        };

        ResultArray Collect<TSum, T>(ElementType type)
            where TSum : unmanaged, System.Numerics.INumber<TSum>
            where T : unmanaged, System.Numerics.INumber<T>
        {
            var sums = new T[(long)radii * positions];
            for (int radius = 0; radius < radii; radius++)
            {
                image.Update(Within(radius), cancellationToken);
                var values = (TSum[])image.Sums;
                for (int position = 0; position < positions; position++)
                    sums[(radius * positions) + position] = T.CreateTruncating(values[position]);
            }

            return new(Radial, ResultKind.Scan, type, new Extent([radii, .. source.Shape.Scan.Lengths]), sums);
        }

        PixelSet Within(double radius) =>
            PixelSet.From(
                rows * columns, pixel => Square((pixel / columns) - disk.Row) + Square((pixel % columns) - disk.Column) <= radius * radius);

        static double Square(double value) => value * value;
    }
}
