using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Ronchi.Frames;

namespace Ronchi.Engine;

/// <summary>A UDF failed: says which, at which frames, on values of which type, and in which line of its source.</summary>
public sealed class RunException : Exception
{
    /// <summary>
    /// A failure that was told by somebody else: where partitions are carried out in another process, its properties travel.
    /// </summary>
    /// <param name="udf">Name of the UDF.</param>
    /// <param name="message">The whole sentence.</param>
    /// <param name="sourceLine">The line of its source; null: not known.</param>
    /// <param name="partition">Number of the partition; null: none.</param>
    /// <param name="frames">Frames that it was given; null: none.</param>
    /// <param name="innerException">What it threw; null: it stayed elsewhere.</param>
    public RunException(
        string udf, string message, string? sourceLine = null, int? partition = null,
        FrameRange? frames = null, Exception? innerException = null)
        : base(message, innerException)
    {
        Udf = udf;
        SourceLine = sourceLine;
        Partition = partition;
        Frames = frames;
    }

    /// <summary>Name of the UDF.</summary>
    public string Udf { get; }

    /// <summary>
    /// The line of the UDF's source, as <c>line 12 of my-udf.cs</c>; null: there are no symbols. In code that was compiled with
    /// optimisation it may be a line beside it.
    /// </summary>
    public string? SourceLine { get; }

    /// <summary>
    /// Number of the partition, in scan order; null: it failed outside the partitions, while results were merged or made.
    /// </summary>
    public int? Partition { get; }

    /// <summary>Frames that it was given: those of the tile, or the frame; null: none.</summary>
    public FrameRange? Frames { get; }

    /// <summary>
    /// The same, with the line that another run of the same UDF over the same frames found: one without optimisation, which knows it
    /// exactly.
    /// </summary>
    /// <param name="other">What the other run ended with.</param>
    public RunException WithLineOf(RunException other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return SourceLine is null || other.SourceLine is null || InnerException?.GetType() != other.InnerException?.GetType()
            ? this
            : new(
                Udf,
                Message.Replace($", {SourceLine}: ", $", {other.SourceLine}: ", StringComparison.Ordinal),
                other.SourceLine,
                Partition,
                Frames,
                InnerException);
    }

    /// <summary>A UDF failed while it processed frames.</summary>
    internal static RunException In(Udf udf, UdfTask task, int partition, FrameRange frames, Exception exception)
    {
        var scan = task.Data.Shape.Scan;
        var where = frames.Count == 1
            ? $"at scan position {Position(frames.Start, scan)} (frame {frames.Start})"
            : $"at frames {frames.Start} to {frames.End - 1} (from scan position {Position(frames.Start, scan)})";
        var line = Line(udf, exception);
        return new(
            udf.Name,
            $"'{udf.Name}' failed {where} of partition {partition}, on values of {task.Data.ElementType.Name()}{Cause(line, exception)}",
            line,
            partition,
            frames,
            exception);
    }

    /// <summary>A UDF failed while something else was done.</summary>
    /// <param name="udf">The UDF.</param>
    /// <param name="what">The method that failed.</param>
    /// <param name="exception">What it threw.</param>
    internal static RunException During(Udf udf, string what, Exception exception)
    {
        var line = Line(udf, exception);
        return new(udf.Name, $"'{udf.Name}' failed in {what}{Cause(line, exception)}", line, partition: null, frames: null, exception);
    }

    /// <summary>
    /// Whether one of the program's own UDFs says in a sentence what cannot be computed from such data, or the run was stopped or could not
    /// read: these go on as they are.
    /// </summary>
    /// <remarks>
    /// An <see cref="ArgumentException"/> of somebody else's UDF may come from anywhere in it: it is told with the UDF's name and the line,
    /// as any other.
    /// </remarks>
    internal static bool IsOwnWords(Udf udf, Exception exception) =>
        exception is SourceException or RunException or OperationCanceledException
            || (exception.GetType() == typeof(ArgumentException) && IsOfTheProgram(udf.GetType().Assembly));

    // Its rooms have the first word of their names in common.
    private static bool IsOfTheProgram(Assembly assembly) => FirstWord(assembly) == FirstWord(typeof(Udf).Assembly);

    private static string? FirstWord(Assembly assembly) => assembly.GetName().Name?.Split('.')[0];

    private static string Position(long frame, Extent scan)
    {
        var position = new long[scan.Rank];
        for (var axis = scan.Rank - 1; axis >= 0; axis--)
            (frame, position[axis]) = (frame / scan[axis], frame % scan[axis]);
        return string.Join(',', position.Select(static index => index.ToString(CultureInfo.InvariantCulture)));
    }

    private static string Cause(string? line, Exception exception)
    {
        var message = exception is OutOfMemoryException ? "there is not enough memory for what it allocates" : exception.Message;
        return $"{(line is null ? "" : $", {line}")}: {exception.GetType().Name}: {message}";
    }

    // The innermost line of the UDF's own assembly; without symbols none is known.
    private static string? Line(Udf udf, Exception exception)
    {
        foreach (var frame in new StackTrace(exception, fNeedFileInfo: true).GetFrames())
        {
            if (frame.GetFileName() is { } file && frame.GetFileLineNumber() > 0
                && DiagnosticMethodInfo.Create(frame)?.DeclaringAssemblyName == udf.GetType().Assembly.FullName)
                return string.Create(CultureInfo.InvariantCulture, $"line {frame.GetFileLineNumber()} of {Path.GetFileName(file)}");
        }

        return null;
    }
}
