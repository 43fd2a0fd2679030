using System.Diagnostics;
using System.Globalization;
using Ronchi.Engine.Run;

namespace Ronchi.Cli.Commands;

/// <summary>One line on stderr that shows how far a run has come; silent when stderr is no terminal.</summary>
internal sealed class RunProgressBar : IProgress<RunProgress>, IDisposable
{
    private const int Cells = 28;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    private readonly string _title;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private bool _shown;

    private RunProgressBar(string title) => _title = title;

    /// <summary>A bar on a terminal, null elsewhere.</summary>
    public static RunProgressBar? Start(string title) => Console.IsErrorRedirected ? null : new(title);

    public void Report(RunProgress value)
    {
        if (_clock.Elapsed < Patience)
            return;
        _shown = true;
        var part = value.TotalFrames == 0 ? 1 : (double)value.Frames / value.TotalFrames;
        var full = (int)(part * Cells);
        var gigabytes = value.Elapsed > TimeSpan.Zero ? value.StoredBytes / value.Elapsed.TotalSeconds / 1e9 : 0;
        Console.Error.Write(string.Create(
            CultureInfo.InvariantCulture,
            $"\r{_title} {new string('█', full)}{new string('░', Cells - full)} {part,4:P0}  {value.FramesPerSecond:N0} frames/s  {gigabytes:0.00} GB/s\u001b[K"));
    }

    public void Dispose()
    {
        if (_shown)
            Console.Error.Write("\r\u001b[K");
    }
}
