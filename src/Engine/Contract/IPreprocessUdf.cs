namespace Ronchi.Engine;

/// <summary>A UDF that prepares fresh buffers: values to start from that are not 0, objects.</summary>
public interface IPreprocessUdf
{
    /// <summary>Prepares buffers. Called by workers before each partition, and once for the merged buffers of the whole data set.</summary>
    /// <param name="task">Fresh buffers; <see cref="UdfTask.Runs"/> tells which scan positions are meant: those of the partition, or all
    /// selected ones. AUX views are set for them.</param>
    void Preprocess(UdfTask task);
}
