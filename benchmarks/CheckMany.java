import com.adobe.epubcheck.api.EpubCheck;
import com.adobe.epubcheck.util.WriterReportImpl;
import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;

/** Checks many EPUBs in one process: the names of those that have an error or a warning, with what it is. */
public class CheckMany {
  public static void main(String[] folders) {
    for (File file : new File(folders[0]).listFiles()) {
      StringWriter said = new StringWriter();
      WriterReportImpl report = new WriterReportImpl(new PrintWriter(said), "");
      new EpubCheck(file, report).doValidate();
      if (report.getFatalErrorCount() + report.getErrorCount() + report.getWarningCount() > 0) {
        System.out.println(file.getName() + ": " + said.toString().strip());
      }
    }
  }
}
