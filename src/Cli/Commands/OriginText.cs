using Ronchi.Frames;

namespace Ronchi.Cli.Commands;

/// <summary>Where calibrated values come from, in words.</summary>
internal static class OriginText
{
    /// <summary>The origin of an axis; <c>unknown</c> where it is not calibrated.</summary>
    public static string Of(Axis axis) => axis.IsCalibrated || axis.Values is not null ? Of(axis.Origin) : "unknown";

    /// <summary>An origin.</summary>
    public static string Of(CalibrationOrigin origin) => origin switch
    {
        CalibrationOrigin.Companion => "companion",
        CalibrationOrigin.BesideData => "beside the data",
        CalibrationOrigin.Typed => "typed",
        _ => "recorded",
    };
}
