using Ronchi.Analyses.VirtualImaging;
using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Signals;

/// <summary>Images of virtual detectors over a scan of which a part is at hand: that part first, then the rest as it is read.</summary>
internal static class PartByPart
{
    /// <param name="scan">The scan.</param>
    /// <param name="udf">The detectors.</param>
    /// <param name="partial">Told about every 50 ms what is there. Null: nobody.</param>
    /// <param name="cancellationToken">Checked once a tile.</param>
    public static async Task<IReadOnlyList<ResultArray>> ComputeAsync(
        Scan scan, VirtualImage udf, IProgress<IReadOnlyList<ResultArray>>? partial, CancellationToken cancellationToken)
    {
        IReadOnlyList<(IFrameSource Source, ScanSelection Positions)> parts = scan.HeldDirectly?.Parts
            ?? [(scan.Source, ScanSelection.All(scan.Shape.Scan))];
        IReadOnlyList<ResultArray> all = [];
        List<FrameRange> before = [];
        foreach (var (source, positions) in parts)
        {
            if (all.Count > 0 && positions.FrameCount == 0)
                continue;
            var held = all;
            await foreach (var set in new Scan(source)
                .RunPartsAsync([udf], selection: positions, cancellationToken: cancellationToken).ConfigureAwait(false))
            {
                var images = set.Where(static result => result.Use != BufferUse.Report);
                all = held.Count == 0 ? [.. images] : [.. images.Zip(held, (read, known) => Union(read, known, before))];
                partial?.Report(all);
            }

            before.AddRange(positions.Runs);
        }

        return all;
    }

    private static ResultArray Union(ResultArray read, ResultArray held, IEnumerable<FrameRange> present)
    {
        var values = (Array)read.Values.Clone();
        var valid = read.Valid is null ? null : (bool[])read.Valid.Clone();
        foreach (var run in present)
        {
            Array.Copy(held.Values, run.Start, values, run.Start, run.Count);
            valid?.AsSpan((int)run.Start, run.Count).Fill(true);
        }

        return read with { Values = values, Valid = valid is null || valid.All(static isValid => isValid) ? null : valid, Roi = null };
    }
}
