package app;

import org.springframework.boot.task.ThreadPoolTaskExecutorBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.security.task.DelegatingSecurityContextAsyncTaskExecutor;

/** The threads of the REST front: Camel's engine takes this bean by its name, and the caller must come along. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class Threads {
    private static final int REQUESTS = 64;
    private static final int WAITING = 1_000;

    @Bean
    ThreadPoolTaskExecutor restThreads(ThreadPoolTaskExecutorBuilder builder) {
        return builder.threadNamePrefix("serai-rest-")
                .corePoolSize(REQUESTS).maxPoolSize(REQUESTS).queueCapacity(WAITING).build();
    }

    @Bean
    AsyncTaskExecutor applicationTaskExecutor(ThreadPoolTaskExecutor restThreads) {
        return new DelegatingSecurityContextAsyncTaskExecutor(restThreads);
    }
}
