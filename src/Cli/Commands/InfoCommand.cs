using System.CommandLine;
using System.Globalization;
using Ronchi.Analyses.Statistics;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Signals;

namespace Ronchi.Cli.Commands;

/// <summary><c>ronchi info PATH</c>: what a file holds, and with <c>--stats</c> what its values add up to.</summary>
internal static class InfoCommand
{
    public static Command Create(Repertoire repertoire)
    {
        var command = new Command("info", "Shows what is in a file");
        var source = new SourceArguments(repertoire);
        source.AddTo(command);
        var stats = new Option<bool>("--stats") { Description = "Read everything: sum, minimum, maximum and SHA-256 of the stored values" };
        var probe = new Option<string[]>("--probe")
        {
            HelpName = "INDEX",
            Description = "Show one stored value by its indices, as in 0,3,96,96; may be given several times",
        };
        var json = new Option<bool>("--json") { Description = "Print JSON to stdout" };
        var pipeline = new Option<bool>("--pipeline")
        {
            Description = "Print the pipeline that made these results, to run it again with 'ronchi run FILE.json PATH'",
        };
        command.Add(pipeline);
        command.Add(stats);
        command.Add(probe);
        command.Add(json);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var request = source.Request(parsed);
            var made = ResultOrigin.Find(request.Path);
            if (made is not null && parsed.GetValue(pipeline))
            {
                Console.Out.WriteLine(made.Pipeline);
                return 0;
            }

            await using var session = new Session(repertoire);
            Scan scan;
            try
            {
                scan = await session.OpenAsync(request, cancellationToken);
                made ??= ResultOrigin.Of(scan.Info);
                if (parsed.GetValue(pipeline))
                {
                    Console.Out.WriteLine((made ?? throw Unsaid(request.Path)).Pipeline);
                    return 0;
                }
            }
            catch (SourceException e) when (made is null && parsed.GetValue(pipeline) && File.Exists(request.Path))
            {
                throw Unsaid(request.Path, e);
            }
            catch (SourceException) when (made is not null)
            {
                // Results that are no frames: what is known of them is how they were made.
                RefuseOfFrames(request, [(stats.Name, parsed.GetValue(stats)), (probe.Name, parsed.GetValue(probe) is { Length: > 0 })]);
                made.Print(request.Path, parsed.GetValue(json));
                return 0;
            }

            var values = parsed.GetValue(stats) ? await StatisticsAsync(scan.Source, cancellationToken) : null;
            var probes = Probes(scan.Source, parsed.GetValue(probe) ?? [], values);
            if (parsed.GetValue(json))
                InfoJson.Print(scan, values, probes, made);
            else
                InfoText.Print(scan, values, probes, made);
            return 0;
        });
        return command;
    }

    private static void RefuseOfFrames(ScanRequest request, params (string Name, bool IsGiven)[] others)
    {
        var given = request.Arguments.ToOptions(leftOut: "path").Where(static option => option.StartsWith("--", StringComparison.Ordinal))
            .Concat(others.Where(static option => option.IsGiven).Select(static option => option.Name)).ToList();
        if (given.Count > 0)
            throw new ArgumentException(
                $"{string.Join(", ", given)}: {request.Path} holds results and no frames, of which that could be said: leave it out.");
    }

    private static SourceException Unsaid(string path, Exception? why = null) => new(
        path,
        "the file does not say how it was made: only .npz, .png and .tif files of results do, files of frames that a pipeline wrote, "
        + "and the .pipeline.json beside them.",
        offset: null,
        why);

    private static async Task<StoredStatistics> StatisticsAsync(IFrameSource source, CancellationToken cancellationToken)
    {
        using var bar = RunProgressBar.Start("info");
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var progress = bar is null
            ? null
            : new DirectProgress<long>(
                frames => bar.Report(new(frames, source.Shape.FrameCount, frames * source.StoredFrameBytes, clock.Elapsed)));
        return await Task.Run(() => StoredStatistics.Of(source, progress, cancellationToken), cancellationToken);
    }

    // Those that were asked for; with statistics also the first, the last and the largest value.
    private static List<(long[] Index, StoredNumber Value)> Probes(IFrameSource source, string[] texts, StoredStatistics? statistics)
    {
        var full = source.Shape.Full;
        var indices = texts.Select(text => Parse(text, full)).ToList();
        if (statistics is not null && full.Count > 0 && source.Validity.IsComplete(source.Shape.FrameCount))
            indices.AddRange([0, full.Count - 1, statistics.MaximumIndex]);
        return [.. indices.Distinct().Select(index => (full.PositionOf(index), StoredStatistics.ValueAt(source, index)))];
    }

    private static long Parse(string text, Extent full)
    {
        var parts = text.Split(',');
        var index = new long[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!long.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out index[i]))
                throw new FormatException(
                    $"--probe: '{text}' is not an index: expected {full.Rank} whole numbers separated by commas, as in "
                    + $"{string.Join(',', new int[full.Rank])}.");
        }

        return full.IndexOf(index);
    }
}
