namespace Ronchi.Analyses.Conversion;

/// <summary>A pixel holds the largest value of its type and is a measurement, where that value would be read as "no data".</summary>
public sealed class MaximumFoundException : InvalidOperationException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">One sentence.</param>
    public MaximumFoundException(string message)
        : base(message)
    {
    }
}
