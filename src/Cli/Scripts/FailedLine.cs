using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Ronchi.Engine;
using Ronchi.Engine.Operations;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;

namespace Ronchi.Cli.Scripts;

/// <summary>
/// The line at which a user's UDF failed. Optimised code knows it only about: the frames are given to the UDF once more, compiled without
/// optimisation.
/// </summary>
internal static class FailedLine
{
    /// <summary>
    /// The innermost line of a file's own code that a failure came from, as <c>line 12 of my-udf.cs</c>; null: none is known.
    /// </summary>
    public static string? Of(Assembly assembly, Exception failure) => new StackTrace(failure, fNeedFileInfo: true).GetFrames()
        .Where(frame => frame.GetFileName() is not null && frame.GetFileLineNumber() > 0
            && DiagnosticMethodInfo.Create(frame)?.DeclaringAssemblyName == assembly.FullName)
        .Select(static frame => string.Create(
            CultureInfo.InvariantCulture, $"line {frame.GetFileLineNumber()} of {Path.GetFileName(frame.GetFileName())}"))
        .FirstOrDefault();

    /// <summary>Whether a failure came from a file's own code, or from what that called.</summary>
    public static bool IsFrom(Assembly assembly, Exception failure) =>
        new StackTrace(failure).GetFrames().Any(frame => DiagnosticMethodInfo.Create(frame)?.DeclaringAssemblyName == assembly.FullName);

    /// <summary>Makes the same failure happen again.</summary>
    /// <param name="failure">What the run ended with.</param>
    /// <param name="script">The UDF's file.</param>
    /// <param name="made">What its UDF was made from.</param>
    /// <param name="source">The data.</param>
    /// <param name="selection">The positions of the run.</param>
    /// <returns>The failure with the line that was found; as it was when it does not happen again.</returns>
    public static async Task<RunException> FindAsync(
        RunException failure, ScriptAnalysis script, (OperationContext Context, Arguments Arguments) made,
        IFrameSource source, ScanSelection selection)
    {
        if (failure is not { SourceLine: not null, Frames: { } frames })
            return failure;
        try
        {
            var again = script.ForDiagnosis();   // other types of the same shape
            using var parameters = JsonDocument.Parse(made.Arguments.ToJson().ToJsonString());
            var udf = again.Create(made.Context, Arguments.Read(again.Schema, parameters.RootElement));
            await new InlineExecutor().RunAsync(RunPlan.Create(source, [udf], selection.Between(frames.Start, frames.End)));
            return failure;
        }
        catch (RunException repeated)
        {
            return failure.WithLineOf(repeated);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or IOException or ScriptException or SourceException)
        {
            return failure;
        }
    }
}
