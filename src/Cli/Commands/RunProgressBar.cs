using System.Diagnostics;
using System.Globalization;
using Ronchi.Engine.Run;

namespace Ronchi.Cli.Commands;

/// <summary>One line on stderr that shows how far a run has come; silent when stderr is no terminal.</summary>
internal sealed class RunProgressBar : IProgress<RunProgress>, IDisposable
{
    private const int Cells = 24;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    private readonly string _title;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private bool _shown;

    private RunProgressBar(string title) => _title = title;

    /// <summary>A bar on a terminal, null elsewhere.</summary>
    public static RunProgressBar? Start(string title) => Console.IsErrorRedirected ? null : new(title);

    public void Report(RunProgress value) => Report(_title, value);

    /// <summary>Shows how far something is that is called otherwise than the whole.</summary>
    public void Report(string title, RunProgress value)
    {
        if (_clock.Elapsed < Patience)
            return;
        _shown = true;
        Console.Error.Write($"\r{Line(title, value)}\u001b[K");
    }

    /// <summary>What is shown: title, pass when there are several, bar, part done, rates, time left.</summary>
    internal static string Line(string title, RunProgress value)
    {
        var part = value.TotalFrames == 0 ? 1 : (double)value.Frames / value.TotalFrames;
        var full = (int)(part * Cells);
        var pass = (value.Pass, value.Passes) switch
        {
            (1, 1) => "",
            (var number, { } all) => string.Create(CultureInfo.InvariantCulture, $" pass {number} of {all}"),
            (var number, null) => string.Create(CultureInfo.InvariantCulture, $" pass {number}"),
        };
        // Passes differ in work: what is left is known of the last one only; before that it is this pass's.
        var left = value is { Remaining: { } time, Frames: > 0 } && value.Frames < value.TotalFrames
            ? $"  {Duration(time)} left{(value.Pass == value.Passes ? "" : " in this pass")}"
            : "";
        if (value.Arrived is { } arrived)
        {
            var of = arrived < value.TotalFrames ? string.Create(CultureInfo.InvariantCulture, $" of {value.TotalFrames:N0}") : "";
            var lost = value.Lost > 0 ? string.Create(CultureInfo.InvariantCulture, $", {value.Lost:N0} lost") : "";
            left = string.Create(CultureInfo.InvariantCulture, $"  {arrived:N0}{of} frames there{lost}");
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"{title}{pass} {new string('█', full)}{new string('░', Cells - full)} {part,4:P0}  {value.FramesPerSecond:N0} frames/s  "
            + $"{value.BytesPerSecond / 1e9:0.00} GB/s{left}");
    }

    public void Dispose()
    {
        if (_shown)
            Console.Error.Write("\r\u001b[K");
    }

    private static string Duration(TimeSpan time) => time.TotalSeconds switch
    {
        < 99.5 => string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalSeconds):0} s"),
        < 5400 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0.0} h"),
    };
}
