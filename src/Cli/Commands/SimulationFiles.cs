using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Pictures;
using Ronchi.Sources;
using Ronchi.Sources.Synthetic;

namespace Ronchi.Cli.Commands;

/// <summary>Streams a simulation to disk on all cores, and its truth beside it.</summary>
/// <remarks>
/// A series is one file with an axis more; in the DECTRIS layout, which has no such axis, one scan a member: <c>X_000_master.h5</c>,
/// <c>X_001_master.h5</c>, …
/// </remarks>
internal sealed class SimulationFiles
{
    private const string MasterSuffix = "_master.h5";
    private const int FramesAtATime = 64;
    private static readonly TimeSpan BetweenReports = TimeSpan.FromMilliseconds(100);

    private readonly Simulation _simulation;
    private readonly bool _overwrite;
    private readonly string _truth;
    private readonly string[] _outputs;
    private readonly List<string> _written = [];

    /// <summary>Decides on names.</summary>
    /// <param name="simulation">What to write.</param>
    /// <param name="output">The file; its name says its kind.</param>
    /// <param name="overwrite">Whether files that exist are replaced.</param>
    /// <exception cref="IOException">A truth file exists and is not to be replaced, or the folder does not exist.</exception>
    public SimulationFiles(Simulation simulation, string output, bool overwrite)
    {
        _simulation = simulation;
        _overwrite = overwrite;
        var isMaster = output.EndsWith(MasterSuffix, StringComparison.Ordinal);
        var stem = isMaster ? output[..^MasterSuffix.Length] : Path.ChangeExtension(output, null);
        _truth = stem + "_truth";
        _outputs = isMaster && simulation.Settings.SeriesLength > 1
            ? [.. Enumerable.Range(0, simulation.Settings.SeriesLength)
                .Select(member => string.Create(CultureInfo.InvariantCulture, $"{stem}_{member:000}{MasterSuffix}"))]
            : [output];
        foreach (var path in (string[])[.. _outputs, _truth + ".npz", _truth + ".json"])
            AtomicFile.Refuse(path, overwrite);
    }

    /// <summary>The files that were written, those with frames first.</summary>
    public IReadOnlyList<string> Paths => [.. _written, _truth + ".npz", _truth + ".json"];

    /// <summary>What one file holds.</summary>
    public DataShape Shape => new(
        _simulation.Settings.SeriesLength > 1 && _outputs.Length == 1
            ? new Extent(_simulation.Settings.SeriesLength, _simulation.Settings.ScanRows, _simulation.Settings.ScanColumns)
            : new Extent(_simulation.Settings.ScanRows, _simulation.Settings.ScanColumns),
        new Extent(_simulation.Settings.DetectorRows, _simulation.Settings.DetectorColumns));

    /// <summary>Writes everything.</summary>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; nothing is left.</exception>
    public void Write(IProgress<RunProgress>? progress, CancellationToken cancellationToken)
    {
        var data = new SinkDescription(
            Shape,
            _simulation.Settings.ElementType,
            SimulationInfo.Of(_simulation, Shape.Scan.Rank),
            new Validity { MaskedPixels = Masked() is { Count: > 0 } masked ? masked : null, MaximumIsNoData = true });
        var clock = Stopwatch.StartNew();
        var sinks = new List<IFrameSink>();
        try
        {
            // All files get their names at the end: a series that fails leaves none of its members.
            foreach (var path in _outputs)
            {
                sinks.Add(KnownSinks.Create(path, data, _overwrite));
                Guard(path, () => Fill(sinks[^1], (sinks.Count - 1) * Shape.FrameCount, clock, progress, cancellationToken));
            }

            for (var file = 0; file < _outputs.Length; file++)
            {
                Guard(_outputs[file], sinks[file].Complete);
                _written.AddRange(sinks[file].Files.Select(static written => Path.GetRelativePath(Environment.CurrentDirectory, written)));
            }
        }
        finally
        {
            foreach (var sink in sinks)
                sink.Dispose();
        }

        TruthFiles.Write(_truth, _simulation, _overwrite);
    }

    private static void Guard(string path, Action write)
    {
        try
        {
            write();
        }
        catch (AggregateException e) when (e.InnerExceptions[0] is IOException inner)
        {
            throw AtomicFile.Failed(path, inner);
        }
        catch (IOException e)
        {
            throw AtomicFile.Failed(path, e);
        }
    }

    private PixelSet Masked()
    {
        var masked = new HashSet<int>([.. _simulation.Detector.DeadPixels, .. _simulation.Detector.SaturatedPixels]);
        return PixelSet.From((int)Shape.FrameElements, masked.Contains);
    }

    private void Fill(IFrameSink sink, long first, Stopwatch clock, IProgress<RunProgress>? progress, CancellationToken cancellationToken)
    {
        switch (_simulation.Settings.ElementType)
        {
            case ElementType.U8:
                Fill<byte>(sink, first, clock, progress, cancellationToken);
                break;
            case ElementType.U16:
                Fill<ushort>(sink, first, clock, progress, cancellationToken);
                break;
            default:
                Fill<uint>(sink, first, clock, progress, cancellationToken);
                break;
        }
    }

    private void Fill<T>(
        IFrameSink sink, long first, Stopwatch clock, IProgress<RunProgress>? progress, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryInteger<T>, IUnsignedNumber<T>, IMinMaxValue<T>
    {
        var settings = _simulation.Settings;
        var count = Shape.FrameCount;
        var done = 0L;
        var reported = clock.Elapsed;
        var reporting = new Lock();
        Parallel.For(
            0L,
            (count + FramesAtATime - 1) / FramesAtATime,
            new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount },
            () => new T[Shape.FrameElements],
            (part, _, frame) =>
            {
                var end = Math.Min(count, (part + 1) * FramesAtATime);
                for (var index = part * FramesAtATime; index < end; index++)
                {
                    var (line, column) = Math.DivRem(first + index, settings.ScanColumns);
                    var (series, row) = Math.DivRem(line, settings.ScanRows);
                    _simulation.Record<T>((int)series, (int)row, (int)column, frame);
                    sink.Write(index, MemoryMarshal.AsBytes(frame.AsSpan()));
                }

                var sum = Interlocked.Add(ref done, end - (part * FramesAtATime));
                if (progress is not null && reporting.TryEnter())
                {
                    if (clock.Elapsed - reported > BetweenReports)
                    {
                        reported = clock.Elapsed;
                        progress.Report(new(
                            first + sum, settings.FrameCount, (first + sum) * Shape.FrameElements * settings.ElementType.Size(), reported));
                    }

                    reporting.Exit();
                }

                return frame;
            },
            static _ => { });
    }
}
